import { Button } from 'antd';
import { useState } from 'react';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { Page, WithRegion } from '../../shell/page.tsx';
import { departmentName } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { Tabs } from '../../shell/tabs.tsx';
import { ChooseOffice } from './choose-office.tsx';
import './department.css';
import { Inbox } from './inbox.tsx';
import { messages } from './messages.ts';
import { Registers } from './registers.tsx';
import type { Session } from './session.ts';
import { StatusDesk } from './status-desk.tsx';

/** A department's desk: registers, changes of status, and the inbox; a window has the inbox alone. */
export function DepartmentPage() {
  const words = useTexts(messages);
  const [session, setSession] = useState<Session>();
  return (
    <Page title={words.title} lead={session === undefined ? words.lead : undefined}>
      <WithRegion>
        {(region) =>
          session === undefined ? (
            <ChooseOffice region={region} enter={setSession} />
          ) : (
            <Office key={session.token} session={session} region={region} leave={() => setSession(undefined)} />
          )
        }
      </WithRegion>
    </Page>
  );
}

type Props = { session: Session; region: Region; leave: () => void };

function Office({ session, region, leave }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const { department, token } = session;
  const name = department === undefined ? words.window : departmentName(region, department)?.[language];
  const inbox = { key: 'inbox', label: words.inbox, content: <Inbox token={token} region={region} /> };
  const own =
    department === undefined
      ? []
      : [
          {
            key: 'registers',
            label: words.registers,
            content: <Registers token={token} department={department} region={region} />,
          },
          {
            key: 'status',
            label: words.status,
            content: <StatusDesk token={token} department={department} region={region} />,
          },
        ];
  return (
    <div>
      <div className="row spread">
        <p className="office">{name ?? department}</p>
        <Button onClick={leave}>{words.leave}</Button>
      </div>
      <Tabs label={words.title} tabs={[...own, inbox]} />
    </div>
  );
}
