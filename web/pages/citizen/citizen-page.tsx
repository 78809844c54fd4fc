import { useState } from 'react';
import { useTexts } from '../../shell/language.tsx';
import { Page, WithRegion } from '../../shell/page.tsx';
import './citizen.css';
import { ChooseCitizen } from './choose-citizen.tsx';
import { Folder } from './folder.tsx';
import type { Session } from './session.ts';
import { messages } from './messages.ts';

/** A citizen's own page: sign in (development), then certificates, records, accesses, and showing to a window. */
export function CitizenPage() {
  const words = useTexts(messages);
  const [session, setSession] = useState<Session>();
  return (
    <Page title={words.title} lead={session === undefined ? words.lead : undefined}>
      <WithRegion>
        {(region) =>
          session === undefined ? (
            <ChooseCitizen enter={setSession} />
          ) : (
            <Folder session={session} region={region} leave={() => setSession(undefined)} />
          )
        }
      </WithRegion>
    </Page>
  );
}
