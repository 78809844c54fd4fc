import type { DryRun } from '../../api/answers.ts';
import { useTexts } from '../../shell/language.tsx';
import { Counts } from './counts.tsx';
import { messages } from './register-messages.ts';

const SHOWN = 100;

/** What a register would become: counts, kinds of errors, and the first rows that have some. */
export function DryRunReport({ report }: { report: DryRun }) {
  const words = useTexts(messages);
  const faults = Object.entries(report.faults).sort(([, a], [, b]) => b - a);
  const rows = report.errors.slice(0, SHOWN);
  return (
    <section className="stack" aria-labelledby="report-title" data-report>
      <h3 id="report-title">{words.report}</h3>
      <Counts
        counts={[
          ['rows', words.rows, report.rows],
          ['acceptable', words.acceptable, report.acceptable],
          ['rejected', words.rejected, report.rejected],
          ['duplicates', words.duplicates, report.duplicates],
        ]}
      />
      {report.rejected === 0 && <p>{words.allFine}</p>}
      {faults.length > 0 && (
        <div className="table-wrap" tabIndex={0} role="group" aria-label={words.faults}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.faults}</th>
                <th scope="col">{words.faultCount}</th>
              </tr>
            </thead>
            <tbody>
              {faults.map(([code, count]) => (
                <tr key={code}>
                  <td>
                    <code>{code}</code>
                  </td>
                  <td className="number">{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > 0 && (
        <details open={rows.length <= 10}>
          <summary>{words.firstFaults(rows.length)}</summary>
          <div className="table-wrap claim-table" tabIndex={0} role="group" aria-label={words.firstFaults(rows.length)}>
            <table>
              <thead>
                <tr>
                  {[words.faultRow, words.faultField, words.faultCode, words.faultWhat].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.flatMap(({ row, errors }) =>
                  errors.map(({ code, path, message }, index) => (
                    <tr key={`${row}/${index}`}>
                      <td className="number">{row}</td>
                      <td>
                        <code>{path}</code>
                      </td>
                      <td>
                        <code>{code}</code>
                      </td>
                      <td>{message}</td>
                    </tr>
                  )),
                )}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </section>
  );
}
