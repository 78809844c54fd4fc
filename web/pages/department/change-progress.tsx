import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { offices } from '../../api/offices.ts';
import { useTexts } from '../../shell/language.tsx';
import { Loading } from '../../shell/page.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { Counts } from './counts.tsx';
import { LeftOut } from './preview-card.tsx';
import { messages } from './status-messages.ts';

const refreshSeconds = 1;

/** A confirmed change until every certificate of it is final on the chain or refused. */
export function ChangeProgress({ token, id, next }: { token: string; id: string; next: () => void }) {
  const words = useTexts(messages);
  const [over, setOver] = useState(false);
  const refresh = over ? undefined : refreshSeconds;
  const { value, error, reload } = useLoad((signal) => offices.change(token, id, { signal }), [id], refresh);
  useEffect(() => {
    if (value?.pending === 0) setOver(true);
  }, [value]);
  if (value === undefined) return error === undefined ? <Loading /> : <ProblemNotice error={error} retry={reload} />;
  const { total, changed, pending, refused } = value;
  const settled = total - pending;
  const said = pending === 0 ? words.done : words.progress(settled, total);
  return (
    <section className="card stack change" aria-labelledby="change-title" data-change={id} data-pending={pending}>
      <h2 id="change-title" role="status">
        {said}
      </h2>
      {pending > 0 && <progress max={total} value={settled} aria-labelledby="change-title" />}
      <Counts
        counts={[
          ['changed', words.changed, changed],
          ['pending', words.pending, pending],
          ['refused', words.refused, refused.length],
        ]}
      />
      <LeftOut left={refused} title={words.excluded(refused.length)} />
      <div>
        <Button type={pending === 0 ? 'primary' : 'default'} onClick={next}>
          {words.another}
        </Button>
      </div>
    </section>
  );
}
