import type { Check } from '../../../service/verify/index.ts';
import type { Reason } from '../../api/answers.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { formatTime } from '../../shell/time.ts';
import { messages } from './messages.ts';
import { OutcomeMark } from './verdict-mark.tsx';

/** Every check that ran, for whoever wants to know; closed at first. */
export function CheckList({ checks, reasons }: { checks: Check[]; reasons: Map<string, Reason> }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const [check, outcome, code] = words.checkHead;
  return (
    <details className="card check-list">
      <summary>
        {words.checks} <span className="soft number">({checks.length})</span>
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{check}</th>
            <th scope="col">{outcome}</th>
            <th scope="col">{code}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((item, index) => (
            <tr key={`${item.code}-${index}`}>
              <th scope="row">{words.checkNames[item.check]}</th>
              <td>
                <OutcomeMark outcome={item.outcome} word={words.outcomes[item.outcome]} />
              </td>
              <td>
                <code>{item.code}</code>
                {reasons.has(item.code) && <p className="soft small">{reasons.get(item.code)?.[language].meaning}</p>}
                {item.detail !== undefined && <p className="soft small">{item.detail}</p>}
                {item.asOf !== undefined && (
                  <p className="soft small" data-as-of={item.asOf}>
                    {words.checkAsOf(formatTime(item.asOf, language))}
                  </p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
