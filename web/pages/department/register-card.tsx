import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { Register } from '../../api/answers.ts';
import { registers } from '../../api/registers.ts';
import { CheckIcon, ClockIcon, CrossIcon, DownloadIcon } from '../../shell/icons.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { saveText } from '../../shell/save-text.ts';
import { formatTime } from '../../shell/time.ts';
import { Counts } from './counts.tsx';
import { messages } from './register-messages.ts';
import { resultsCsv } from './results-csv.ts';

const marks = {
  receiving: { kind: 'neutral', icon: ClockIcon },
  issuing: { kind: 'neutral', icon: ClockIcon },
  done: { kind: 'valid', icon: CheckIcon },
  cancelled: { kind: 'undetermined', icon: CrossIcon },
} as const;

type Props = { token: string; register: Register; region: Region };

/** One register: how far it is, as it happens, and what can be done with it. */
export function RegisterCard({ token, register: first, region }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const [register, setRegister] = useState(first);
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState<'cancel' | 'results'>();
  const over = register.state === 'done' || register.state === 'cancelled';

  useEffect(() => setRegister(first), [first]);
  useEffect(() => {
    if (over) return;
    const abort = new AbortController();
    registers.follow(token, first.id, setRegister, abort.signal).catch(setFailure);
    return () => abort.abort();
  }, [token, first.id, over]);

  const attempt = (what: typeof working, work: () => Promise<void>) => {
    setWorking(what);
    setFailure(undefined);
    void work()
      .catch(setFailure)
      .finally(() => setWorking(undefined));
  };
  const cancel = () => attempt('cancel', async () => setRegister(await registers.cancel(token, first.id)));
  const download = () =>
    attempt('results', async () => {
      const parts = await resultsCsv(words.resultsHead, registers.results(token, first.id));
      saveText(`${first.id}.csv`, parts.join(''));
    });

  const { accepted, issued, failed, cancelled, state } = register;
  const { kind, icon: Mark } = marks[state];
  const name = region.catalogue.types.find(({ code }) => code === register.type)?.name[language] ?? register.type;
  const settled = issued + failed + cancelled;
  const said = words.progress(settled, accepted);
  const counts = words.counts.filter(([count]) => count === 'received' || register[count] !== 0);
  return (
    <article className="card stack register" data-register={first.id} data-state={state}>
      <div className="row spread">
        <h3>
          {name} <span className="soft small number">{formatTime(register.createdAt, language)}</span>
        </h3>
        <span className={`mark mark-${kind}`}>
          <Mark size={16} /> {words.states[state]}
        </span>
      </div>
      {!over && (
        <div className="stack-tight">
          <progress max={Math.max(accepted, 1)} value={settled} aria-label={said} />
          <p className="soft number">{said}</p>
        </div>
      )}
      <Counts counts={counts.map(([count, label]) => [count, label, Number(register[count])])} />
      <div className="row">
        {!over && (
          <>
            <Button danger data-action="cancel" loading={working === 'cancel'} onClick={cancel}>
              {words.cancel}
            </Button>
            <span className="soft small">{words.cancelHint}</span>
          </>
        )}
        {over && (
          <Button icon={<DownloadIcon />} data-action="results" loading={working === 'results'} onClick={download}>
            {working === 'results' ? words.gathering : words.results}
          </Button>
        )}
      </div>
      {failure !== undefined && <ProblemNotice error={failure} />}
    </article>
  );
}
