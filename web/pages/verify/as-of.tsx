import type { Verdict } from '../../../service/verify/index.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { formatSpan, formatTime, useNow } from '../../shell/time.ts';
import { evidenceAge } from './evidence-card.tsx';
import { offlineMessages } from './offline-messages.ts';

/** Of which time a verdict from an offline bundle speaks, and how old that is by now; nothing for any other. */
export function AsOf({ verdict }: { verdict: Verdict }) {
  const words = useTexts(offlineMessages);
  const { language } = useLanguage();
  const { evidence } = verdict;
  const now = useNow(evidence?.offline === true);
  if (evidence?.offline !== true) return null;
  const { statementTime, maxAgeSeconds } = evidence;
  const age = formatSpan(evidenceAge(verdict, evidence, now), language);
  return (
    <p className="as-of" data-as-of={statementTime}>
      {words.asOf(formatTime(statementTime, language), age, formatSpan(maxAgeSeconds, language))}{' '}
      {verdict.verdict === 'valid' && words.since}
    </p>
  );
}
