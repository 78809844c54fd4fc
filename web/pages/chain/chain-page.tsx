import { client } from '../../api/client.ts';
import { useTexts } from '../../shell/language.tsx';
import { Loading, Page, WithRegion } from '../../shell/page.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { Anchors } from './anchors.tsx';
import { ChainCard } from './chain-card.tsx';
import './chain.css';
import { messages } from './messages.ts';
import { Queues } from './queues.tsx';

const refreshSeconds = 5;

/** Heads, newest blocks and newest batches; refreshes itself quietly while it is looked at. */
export function ChainPage() {
  const words = useTexts(messages);
  const { value, error, reload } = useLoad((signal) => client.chains({ signal }), [], refreshSeconds);
  return (
    <Page title={words.title} lead={words.lead}>
      {value === undefined && error === undefined && <Loading />}
      {value === undefined && error !== undefined && <ProblemNotice error={error} retry={reload} />}
      {value !== undefined && (
        <>
          {error !== undefined && <p className="note">{words.behind}</p>}
          <div className="chains">
            {value.chains.map((chain) => (
              <ChainCard key={chain.caip2} chain={chain} />
            ))}
          </div>
          <p className="lead">{words.headMeans}</p>
          <Queues queues={value.queues} />
          <WithRegion>{(region) => <Anchors anchors={value.anchors} region={region} />}</WithRegion>
        </>
      )}
    </Page>
  );
}
