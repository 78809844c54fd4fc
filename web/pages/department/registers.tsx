import { Button } from 'antd';
import { useCallback, useState } from 'react';
import type { Register } from '../../api/answers.ts';
import { registers } from '../../api/registers.ts';
import { useTexts } from '../../shell/language.tsx';
import { Loading } from '../../shell/page.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { HandOver } from './hand-over.tsx';
import { messages } from './register-messages.ts';
import { RegisterCard } from './register-card.tsx';

const PAGE = 10;

/** Hand a register over, and the department's registers, newest first. */
export function Registers({ token, department, region }: { token: string; department: string; region: Region }) {
  const words = useTexts(messages);
  const { value, error, reload } = useLoad((signal) => registers.list(token, { limit: PAGE }, { signal }), [token]);
  const [earlier, setEarlier] = useState<Register[]>([]);
  const [all, setAll] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  const handedOver = useCallback(() => {
    setEarlier([]);
    setAll(false);
    reload();
  }, [reload]);
  const shown = [...(value?.batches ?? []), ...earlier];
  const more = () => {
    const before = shown.at(-1)?.id;
    registers.list(token, { limit: PAGE, ...(before !== undefined && { before }) }).then(({ batches }) => {
      setEarlier((known) => [...known, ...batches]);
      setAll(batches.length < PAGE);
    }, setFailure);
  };
  return (
    <div className="stack">
      <HandOver token={token} department={department} region={region} done={handedOver} />
      <h2>{words.list}</h2>
      {value === undefined && error === undefined && <Loading />}
      {error !== undefined && <ProblemNotice error={error} retry={reload} />}
      {value !== undefined && shown.length === 0 && <p className="soft">{words.none}</p>}
      {shown.map((register) => (
        <RegisterCard key={register.id} token={token} register={register} region={region} />
      ))}
      {failure !== undefined && <ProblemNotice error={failure} />}
      {!all && shown.length >= PAGE && (
        <div>
          <Button onClick={more}>{words.more}</Button>
        </div>
      )}
    </div>
  );
}
