import type { Access } from '../../api/answers.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { formatTime } from '../../shell/time.ts';
import { messages } from './messages.ts';

/** Every look at the person's data, newest first, explained line by line. */
export function Accesses({ accesses }: { accesses: Access[] }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const [when, who, what, basis, matter] = words.accessHead;
  return (
    <div className="stack">
      <p className="soft">{words.accessesMean}</p>
      {accesses.length === 0 ? (
        <p>{words.noAccesses}</p>
      ) : (
        <div className="card table-wrap" tabIndex={0} role="group" aria-label={words.accesses}>
          <table>
            <thead>
              <tr>
                {[when, who, what, basis, matter].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {accesses.map((access, index) => (
                <tr key={index}>
                  <td className="number">{formatTime(access.at, language)}</td>
                  <td>
                    {words.roles[access.role] ?? access.role}
                    <p className="soft small">{access.who}</p>
                  </td>
                  <td>{access.what[language]}</td>
                  <td>{access.basis}</td>
                  <td>{access.case}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
