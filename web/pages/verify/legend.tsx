import { useTexts } from '../../shell/language.tsx';
import { messages } from './messages.ts';
import { VerdictIcon } from './verdict-mark.tsx';

const order = ['valid', 'invalid', 'undetermined'] as const;

/** Before the first answer: what the three possible ones mean. */
export function Legend() {
  const words = useTexts(messages);
  return (
    <section className="legend" aria-labelledby="legend-title">
      <h2 id="legend-title">{words.legend}</h2>
      <ul>
        {order.map((verdict) => (
          <li key={verdict} className={`legend-${verdict}`}>
            <VerdictIcon verdict={verdict} size={32} />
            <div>
              <h3>{words.verdicts[verdict].word}</h3>
              <p className="soft">{words.verdicts[verdict].legend}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
