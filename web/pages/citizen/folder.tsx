import { Button } from 'antd';
import { useState } from 'react';
import type { HeldCertificate } from '../../api/answers.ts';
import { client } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { useTexts } from '../../shell/language.tsx';
import { Loading } from '../../shell/page.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { Tabs } from '../../shell/tabs.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { Accesses } from './accesses.tsx';
import { CertificateCard } from './certificate-card.tsx';
import type { Session } from './session.ts';
import { messages } from './messages.ts';
import { RecordCard } from './record-card.tsx';
import { ShowToWindow } from './show-to-window.tsx';

type Props = { session: Session; region: Region; leave: () => void };

/** What the city holds in a citizen's name, and who looked at it. */
export function Folder({ session, region, leave }: Props) {
  const words = useTexts(messages);
  const [shown, setShown] = useState<HeldCertificate>();
  const { value, error, reload } = useLoad((signal) => client.holdings(session.token, { signal }), [session.token]);

  // A token lives for hours; a page may be open longer.
  const signedOut = error instanceof Problem && error.code.startsWith('auth.');
  if (signedOut) return <ProblemNotice error={error} retry={leave} />;
  if (value === undefined) return error === undefined ? <Loading /> : <ProblemNotice error={error} retry={reload} />;
  if (shown !== undefined) {
    return <ShowToWindow certificate={shown} session={session} region={region} back={() => setShown(undefined)} />;
  }
  const counted = (name: string, count: number) => (
    <span>
      {name} <span className="soft number">{count}</span>
    </span>
  );
  return (
    <div>
      <div className="row spread">
        <p className="hello">{words.hello(value.name)}</p>
        <Button onClick={leave}>{words.leave}</Button>
      </div>
      <Tabs
        label={words.title}
        tabs={[
          {
            key: 'certificates',
            label: counted(words.certificates, value.certificates.length),
            content:
              value.certificates.length === 0 ? (
                <p className="soft">{words.noCertificates}</p>
              ) : (
                <div className="cards">
                  {value.certificates.map((one) => (
                    <CertificateCard key={one.id} certificate={one} region={region} show={() => setShown(one)} />
                  ))}
                </div>
              ),
          },
          {
            key: 'records',
            label: counted(words.records, value.records.length),
            content:
              value.records.length === 0 ? (
                <p className="soft">{words.noRecords}</p>
              ) : (
                <div className="stack">
                  {value.records.map((record) => (
                    <RecordCard key={record.domain} record={record} region={region} />
                  ))}
                </div>
              ),
          },
          {
            key: 'accesses',
            label: counted(words.accesses, value.accesses.length),
            content: <Accesses accesses={value.accesses} />,
          },
        ]}
      />
    </div>
  );
}
