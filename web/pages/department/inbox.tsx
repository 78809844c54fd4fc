import { Button } from 'antd';
import { useState } from 'react';
import type { Notice } from '../../api/answers.ts';
import { offices } from '../../api/offices.ts';
import { useTexts } from '../../shell/language.tsx';
import { Loading } from '../../shell/page.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { messages } from './inbox-messages.ts';
import { NoticeCard } from './notice-card.tsx';
import { PushAddress } from './push-address.tsx';
import { RecordUse } from './record-use.tsx';

const PAGE = 20;
const refreshSeconds = 15;

/** What changed of certificates that were relied on, newest first, and recording that a case rests on one. */
export function Inbox({ token, region }: { token: string; region: Region }) {
  const words = useTexts(messages);
  const load = (signal: AbortSignal) => offices.inbox(token, { limit: PAGE }, { signal });
  const { value, error, reload } = useLoad(load, [token], refreshSeconds);
  const [earlier, setEarlier] = useState<Notice[]>([]);
  const [all, setAll] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  // A refreshed first page may reach into what was fetched as earlier.
  const known = new Map([...(value?.notices ?? []), ...earlier].map((notice) => [notice.id, notice]));
  const notices = [...known.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  const seen = value?.seen ?? '';
  const newest = notices[0]?.id;
  const more = () => {
    const after = notices.at(-1)?.id;
    offices.inbox(token, { limit: PAGE, ...(after !== undefined && { after }) }).then((page) => {
      setEarlier((before) => [...before, ...page.notices]);
      setAll(page.notices.length < PAGE);
    }, setFailure);
  };
  const markSeen = (through: string) => void offices.markSeen(token, through).then(reload, setFailure);
  return (
    <div className="stack">
      <div className="row spread">
        <div>
          <h2>{words.title}</h2>
          <p className="soft">{words.lead}</p>
        </div>
        {newest !== undefined && newest > seen && (
          <Button data-action="seen" onClick={() => markSeen(newest)}>
            {words.markSeen}
          </Button>
        )}
      </div>
      {failure !== undefined && <ProblemNotice error={failure} />}
      {value === undefined && error === undefined && <Loading />}
      {value === undefined && error !== undefined && <ProblemNotice error={error} retry={reload} />}
      {value !== undefined && notices.length === 0 && <p data-inbox="empty">{words.none}</p>}
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} unseen={notice.id > seen} region={region} />
      ))}
      {!all && notices.length >= PAGE && (
        <div>
          <Button onClick={more}>{words.more}</Button>
        </div>
      )}
      <RecordUse token={token} region={region} />
      <PushAddress token={token} />
    </div>
  );
}
