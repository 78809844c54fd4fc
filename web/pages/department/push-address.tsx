import { Button, Input } from 'antd';
import { useState } from 'react';
import { offices } from '../../api/offices.ts';
import { useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { messages } from './inbox-messages.ts';

/** Where notices are pushed besides the inbox: an address of the office's own system, or none. */
export function PushAddress({ token }: { token: string }) {
  const words = useTexts(messages);
  const { value, error, reload } = useLoad((signal) => offices.webhook(token, { signal }), [token]);
  const [typed, setTyped] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const kept = value?.url ?? '';
  const address = typed ?? kept;

  const keep = () => {
    setWorking(true);
    setFailure(undefined);
    offices
      .setWebhook(token, address.trim() === '' ? null : address.trim())
      .then(() => {
        setTyped(undefined);
        reload();
      }, setFailure)
      .finally(() => setWorking(false));
  };
  return (
    <section className="card stack" aria-labelledby="push-title">
      <div>
        <h2 id="push-title">{words.pushTitle}</h2>
        <p className="soft" id="push-hint">
          {words.pushLead}
        </p>
      </div>
      <div className="field">
        <label htmlFor="push-address" className="box-label">
          {words.pushAddress}
        </label>
        <div className="row">
          <Input
            id="push-address"
            className="grow"
            type="url"
            aria-describedby="push-hint"
            autoComplete="off"
            placeholder={words.pushNone}
            maxLength={500}
            value={address}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button data-action="push" loading={working} disabled={address.trim() === kept} onClick={keep}>
            {words.pushKeep}
          </Button>
        </div>
      </div>
      {(failure ?? error) !== undefined && <ProblemNotice error={failure ?? error} />}
    </section>
  );
}
