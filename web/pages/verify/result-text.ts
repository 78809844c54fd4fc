import type { Language } from '../../shell/language.tsx';
import { cityOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { formatSpan, formatTime } from '../../shell/time.ts';
import { caseMessages } from './case-messages.ts';
import { messages } from './messages.ts';
import type { Verification } from './run-verification.ts';
import { subjectOf } from './subject.ts';

/**
 * A result as lines of text for a case file: answer, reasons, evidence. The disclosed personal data stay out of it; the
 * licence identifier names the certificate.
 */
export function resultText({ verdict }: Verification, region: Region, language: Language): string {
  const words = messages[language];
  const colon = language === 'zh' ? '：' : ': ';
  const lines = [words.copyTitle, words.verdicts[verdict.verdict].word];
  const add = (label: string, value: string | undefined) => value !== undefined && lines.push(label + colon + value);
  for (const code of verdict.codes) add(words.why, `${region.reasons.get(code)?.[language].meaning ?? ''} [${code}]`);
  if (verdict.claims !== undefined) {
    const { title, issuer, licence } = subjectOf(verdict, verdict.claims, region);
    add(words.type, title?.[language]);
    add(words.issuer, issuer?.[language]);
    add(words.licence, licence);
  }
  add(words.city, cityOf(region, verdict.region)?.name[language]);
  if (verdict.evidence !== undefined) {
    const { chain, height, blockHash, votes, quorum, development, offline } = verdict.evidence;
    const { statementTime, ageSeconds, maxAgeSeconds } = verdict.evidence;
    add(words.chain, chain);
    add(words.height, `${height} ${blockHash}`);
    add(words.quorum, words.votes(votes, quorum));
    add(words.age, words.ageOf(formatSpan(ageSeconds, language), formatSpan(maxAgeSeconds, language)));
    if (offline) lines.push(words.checkAsOf(formatTime(statementTime, language)));
    if (development) lines.push(words.demonstration);
  }
  if (verdict.asOf !== undefined) lines.push(caseMessages[language].speaksOf(formatTime(verdict.asOf, language)));
  add(words.checkedAt, formatTime(verdict.checkedAt, language));
  return lines.join('\n');
}
