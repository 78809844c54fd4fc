import type { ChainView } from '../../api/answers.ts';
import { CheckIcon, QuestionIcon } from '../../shell/icons.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { formatSpan, formatTime, nowSeconds, useNow } from '../../shell/time.ts';
import { useRef } from 'react';
import { messages } from './messages.ts';

const shortHash = (hash: string) => `${hash.slice(0, 10)}…${hash.slice(-8)}`;

/** One city's chain: does it answer, what is its head, what came last. */
export function ChainCard({ chain }: { chain: ChainView }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const title = `chain-${chain.caip2.replace(':', '-')}`;
  return (
    <section className="card stack" aria-labelledby={title} data-chain={chain.caip2}>
      <div className="row spread">
        <h2 id={title}>
          {chain.name[language]} <small className="soft">{chain.home ? words.home : words.partner}</small>
        </h2>
        {chain.reachable ? (
          <span className="mark mark-valid">
            <CheckIcon size={16} /> {words.reachable}
          </span>
        ) : (
          <span className="mark mark-undetermined">
            <QuestionIcon size={16} /> {words.unreachable}
          </span>
        )}
      </div>
      {!chain.reachable && <p className="note">{words.unreachableMeans}</p>}
      {chain.head !== undefined && <Head head={chain.head} caip2={chain.caip2} />}
      {(chain.reachable || chain.blocks !== undefined) && <Blocks blocks={chain.blocks ?? []} />}
    </section>
  );
}

function Head({ head, caip2 }: { head: NonNullable<ChainView['head']>; caip2: string }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  return (
    <div className="head">
      <p className="head-height">
        <span className="soft">{words.head}</span>
        <strong className="number" data-head={head.height}>
          {head.height}
        </strong>
      </p>
      <dl className="facts">
        <dt>{words.age}</dt>
        <dd className="number">
          <HeadAge head={head} />
        </dd>
        <dt>{words.votes}</dt>
        <dd>{words.votesOf(head.votes)}</dd>
        <dt>{words.confirmed}</dt>
        <dd>{formatTime(head.time, language)}</dd>
        <dt>{words.hash}</dt>
        <dd>
          <code title={head.hash}>{shortHash(head.hash)}</code> <span className="soft small">{caip2}</span>
        </dd>
      </dl>
    </div>
  );
}

/** Counts on from the age that the service told, since this machine's clock may be wrong. */
function HeadAge({ head }: { head: NonNullable<ChainView['head']> }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const received = useRef({ head, at: nowSeconds() });
  if (received.current.head !== head) received.current = { head, at: nowSeconds() };
  const now = useNow();
  return <>{words.ago(formatSpan(head.ageSeconds + Math.max(0, now - received.current.at), language))}</>;
}

function Blocks({ blocks }: { blocks: NonNullable<ChainView['blocks']> }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  if (blocks.length === 0) return <p className="soft">{words.noBlocks}</p>;
  return (
    <div>
      <h3>{words.blocks}</h3>
      <p className="soft small">{words.blocksMeans}</p>
      <div className="table-wrap">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.height}</th>
              <th scope="col">{words.hash}</th>
              <th scope="col">{words.transactions}</th>
              <th scope="col" className="wide-only">
                {words.time}
              </th>
            </tr>
          </thead>
          <tbody>
            {blocks.slice(0, 8).map((block) => (
              <tr key={block.hash}>
                <th scope="row" className="number">
                  {block.height}
                </th>
                <td>
                  <code title={block.hash}>{shortHash(block.hash)}</code>
                </td>
                <td className="number">{block.transactions}</td>
                <td className="number wide-only">{formatTime(block.time, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
