import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { offices } from '../../api/offices.ts';
import { Problem } from '../../api/problem.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { messages } from './messages.ts';
import type { Session } from './session.ts';

const WINDOW = 'window';

/** Development's stand-in for a sign-in: work for any department, or at a window. Production has no such door. */
export function ChooseOffice({ region, enter }: { region: Region; enter: (session: Session) => void }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const [office, setOffice] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);

  const closed = failure instanceof Problem && failure.status === 404;
  if (closed || !region.home.development) {
    return <Alert type="info" showIcon title={words.noSignIn} description={words.noSignInNext} />;
  }
  const signIn = (chosen: string) => {
    setWorking(true);
    const who = chosen === WINDOW ? {} : { department: chosen };
    offices
      .developmentToken(chosen === WINDOW ? { role: 'clerk' } : { role: 'department', department: chosen })
      .then(({ token }) => enter({ token, ...who }), setFailure)
      .finally(() => setWorking(false));
  };
  const departments = region.catalogue.departments.map(({ uscc, name }) => ({ value: uscc, label: name[language] }));
  return (
    <div className="card stack choose-office">
      <label htmlFor="office" className="box-label">
        {words.who}
      </label>
      <p className="soft" id="office-hint">
        {words.whoHint}
      </p>
      <div className="row">
        <Select
          id="office"
          aria-describedby="office-hint"
          className="grow"
          size="large"
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={words.choose}
          value={office}
          onChange={setOffice}
          options={[...departments, { value: WINDOW, label: words.window }]}
        />
        <Button
          type="primary"
          size="large"
          loading={working}
          disabled={office === undefined}
          onClick={() => office !== undefined && signIn(office)}
        >
          {words.enter}
        </Button>
      </div>
      {failure !== undefined && <ProblemNotice error={failure} />}
    </div>
  );
}
