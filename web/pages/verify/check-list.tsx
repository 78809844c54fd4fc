import type { Check } from '../../../service/verify/index.ts';
import type { Reason } from '../../api/answers.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { formatTime } from '../../shell/time.ts';
import { caseMessages } from './case-messages.ts';
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
                {item.code === 'status.conflict' && <Conflict check={item} />}
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

/** What chain and status list say, each in a word. */
function Conflict({ check: { evidence } }: { check: Check }) {
  const words = useTexts(caseMessages);
  const { language } = useLanguage();
  const { onChain, listed, listedAt } = evidence ?? {};
  const state = (code: unknown): string => words.states[code as 0 | 1 | 2 | 3];
  return (
    <p className="small">{words.conflict(state(onChain), state(listed), formatTime(Number(listedAt), language))}</p>
  );
}
