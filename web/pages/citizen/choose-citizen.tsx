import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { useTexts } from '../../shell/language.tsx';
import { Loading } from '../../shell/page.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useLoad } from '../../shell/use-load.ts';
import type { Session } from './session.ts';
import { messages } from './messages.ts';

/** Development's stand-in for a sign-in: be one of the synthetic citizens. Production has no such door. */
export function ChooseCitizen({ enter }: { enter: (session: Session) => void }) {
  const words = useTexts(messages);
  const { value, error, reload } = useLoad((signal) => client.developmentCitizens({ signal }), []);
  const [person, setPerson] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);

  if (error instanceof Problem && error.status === 404) {
    return <Alert type="info" showIcon title={words.noSignIn} description={words.noSignInNext} />;
  }
  if (error !== undefined && value === undefined) return <ProblemNotice error={error} retry={reload} />;
  if (value === undefined) return <Loading />;

  const signIn = (chosen: string) => {
    setWorking(true);
    client
      .citizenToken(chosen)
      .then(({ token }) => enter({ person: chosen, token }), setFailure)
      .finally(() => setWorking(false));
  };
  return (
    <div className="card stack choose">
      <label htmlFor="citizen" className="box-label">
        {words.who}
      </label>
      <p className="soft" id="citizen-hint">
        {words.whoHint}
      </p>
      <div className="row">
        <Select
          id="citizen"
          aria-describedby="citizen-hint"
          className="choose-select"
          size="large"
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={words.choose}
          value={person}
          onChange={setPerson}
          options={value.citizens.map((citizen) => ({
            value: citizen.person,
            label: `${citizen.name} ${citizen.number}`,
          }))}
        />
        <Button
          type="primary"
          size="large"
          loading={working}
          disabled={person === undefined}
          onClick={() => person !== undefined && signIn(person)}
        >
          {words.enter}
        </Button>
      </div>
      {failure !== undefined && <ProblemNotice error={failure} />}
    </div>
  );
}
