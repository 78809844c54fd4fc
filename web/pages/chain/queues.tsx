import type { Queues as QueuesView } from '../../api/answers.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { formatSpan } from '../../shell/time.ts';
import { messages } from './messages.ts';

/** What waits in this city, and for how long: an operator's first look. */
export function Queues({ queues }: { queues: QueuesView }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  return (
    <section className="card stack" aria-labelledby="queues-title">
      <div>
        <h2 id="queues-title">{words.queues}</h2>
        <p className="soft">{words.queuesMean}</p>
      </div>
      <dl className="facts">
        {(['issuing', 'outbox'] as const).map((name) => {
          const { depth, oldestSeconds } = queues[name];
          const oldest = depth === 0 ? undefined : formatSpan(oldestSeconds, language);
          return (
            <div key={name} className="fact" data-queue={name} data-depth={depth}>
              <dt>{words[name]}</dt>
              <dd className="number">{words.waiting(depth, oldest)}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
