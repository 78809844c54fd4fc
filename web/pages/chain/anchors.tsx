import type { AnchorView } from '../../api/answers.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { departmentName, typeOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { formatTime } from '../../shell/time.ts';
import { messages } from './messages.ts';

/** The newest batches of certificates that home's chain holds. */
export function Anchors({ anchors, region }: { anchors: AnchorView[]; region: Region }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const typeName = (vct: string) => typeOf(region, vct)?.name[language] ?? vct;
  return (
    <section className="card stack" aria-labelledby="anchors-title">
      <div>
        <h2 id="anchors-title">{words.anchors}</h2>
        <p className="soft">{words.anchorsMeans}</p>
      </div>
      {anchors.length === 0 ? (
        <p className="soft">{words.noAnchors}</p>
      ) : (
        <div className="table-wrap" tabIndex={0} role="group" aria-label={words.anchors}>
          <table className="anchors">
            <thead>
              <tr>
                <th scope="col">{words.time}</th>
                <th scope="col">{words.type}</th>
                <th scope="col">{words.department}</th>
                <th scope="col">{words.size}</th>
                <th scope="col">{words.height}</th>
                <th scope="col">{words.anchor}</th>
              </tr>
            </thead>
            <tbody>
              {anchors.map((anchor) => (
                <tr key={anchor.id}>
                  <td className="number">{formatTime(anchor.time, language)}</td>
                  <td>{typeName(anchor.type)}</td>
                  <td>{departmentName(region, anchor.department)?.[language] ?? anchor.department}</td>
                  <td className="number">{anchor.size}</td>
                  <td className="number">{anchor.height}</td>
                  <td>
                    <code title={anchor.id}>{anchor.id.slice(0, 14)}…</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
