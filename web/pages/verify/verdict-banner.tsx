import type { Verdict } from '../../../service/verify/index.ts';
import type { Reason } from '../../api/answers.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { Link } from '../../shell/router.tsx';
import { messages } from './messages.ts';
import { offlineMessages } from './offline-messages.ts';
import { VerdictIcon } from './verdict-mark.tsx';

/** The answer in one word, its meaning, and each reason with what to do next. */
export function VerdictBanner({ verdict, reasons }: { verdict: Verdict; reasons: Map<string, Reason> }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const offline = useTexts(offlineMessages);
  const { word, means } = words.verdicts[verdict.verdict];
  const past = verdict.asOf !== undefined || verdict.evidence?.offline === true;
  const then = verdict.verdict === 'valid' && past;
  // "Everything is satisfied" only repeats the word; whether a record is there or not does not.
  const shown = verdict.codes.filter((code) => code !== 'policy.satisfied');
  return (
    <div className={`verdict verdict-${verdict.verdict}`} data-verdict={verdict.verdict} data-code={verdict.codes[0]}>
      <div className="verdict-word">
        <VerdictIcon verdict={verdict.verdict} size={56} />
        <div>
          <h2>{word}</h2>
          <p>{then ? offline.means : means}</p>
        </div>
      </div>
      {shown.length > 0 && (
        <ul className="reasons">
          {shown.map((code) => {
            const reason = reasons.get(code)?.[language];
            return (
              <li key={code}>
                <p className="reason-meaning">{reason?.meaning ?? code}</p>
                {reason !== undefined && code !== 'record.present' && (
                  <p>
                    <strong>{words.next}</strong> {reason.next}
                  </p>
                )}
                <p className="reason-code">
                  <Link href={`/reasons#${code}`}>{code}</Link>
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
