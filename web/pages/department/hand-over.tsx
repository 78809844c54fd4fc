import { Button, Select } from 'antd';
import { useRef, useState } from 'react';
import type { ChangeEvent } from 'react';
import type { DryRun } from '../../api/answers.ts';
import { registers } from '../../api/registers.ts';
import type { RegisterFile } from '../../api/registers.ts';
import { FileIcon } from '../../shell/icons.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { DryRunReport } from './dry-run-report.tsx';
import { messages } from './register-messages.ts';
import { typesOf } from './types-of.ts';

/** A chosen file; the key stays the same until another is chosen, so that what broke off goes on. */
type Chosen = RegisterFile & { name: string; key: string };
type Doing = 'checking' | 'sending' | undefined;

const medias: [ending: RegExp, media: RegisterFile['media']][] = [
  [/\.csv$/i, 'text/csv'],
  [/\.(nd)?jsonl?$/i, 'application/x-ndjson'],
];

type Props = { token: string; department: string; region: Region; done: () => void };

/** Type and file, a check that keeps nothing, then the register itself. */
export function HandOver({ token, department, region, done }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const types = typesOf(region, department);
  const [type, setType] = useState(types[0]?.code);
  const [chosen, setChosen] = useState<Chosen>();
  const [wrong, setWrong] = useState(false);
  const [report, setReport] = useState<DryRun>();
  const [doing, setDoing] = useState<Doing>();
  const [failure, setFailure] = useState<{ of: Doing; error: unknown }>();
  const picker = useRef<HTMLInputElement>(null);

  const forget = () => {
    setReport(undefined);
    setFailure(undefined);
  };
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file === undefined) return;
    const media = medias.find(([ending]) => ending.test(file.name))?.[1];
    forget();
    setWrong(media === undefined);
    setChosen(media && { file, media, name: file.name, key: crypto.randomUUID() });
  };
  const attempt = async (what: Exclude<Doing, undefined>, work: () => Promise<void>) => {
    setDoing(what);
    setFailure(undefined);
    await work().catch((error: unknown) => setFailure({ of: what, error }));
    setDoing(undefined);
  };
  const check = (of: string, file: Chosen) =>
    attempt('checking', async () => setReport(await registers.dryRun(token, of, file)));
  const send = (of: string, file: Chosen) =>
    attempt('sending', async () => {
      await registers.send(token, of, file, file.key);
      setChosen(undefined);
      forget();
      done();
    });
  const ready = type !== undefined && chosen !== undefined && doing === undefined;
  return (
    <section className="card stack hand-over" aria-labelledby="hand-over-title">
      <div>
        <h2 id="hand-over-title">{words.handOver}</h2>
        <p className="soft">{words.handOverHint}</p>
      </div>
      <div className="fields-row">
        <div className="field">
          <label htmlFor="register-type" className="box-label">
            {words.type}
          </label>
          <Select
            id="register-type"
            placeholder={words.chooseType}
            value={type}
            onChange={(code: string) => {
              setType(code);
              forget();
            }}
            options={types.map(({ code, name }) => ({ value: code, label: name[language] }))}
          />
        </div>
        <div className="field">
          <span className="box-label" id="register-file-label">
            {words.file}
          </span>
          <div className="row">
            <Button
              icon={<FileIcon />}
              aria-describedby="register-file-label register-file-hint"
              onClick={() => picker.current?.click()}
            >
              {words.chooseFile}
            </Button>
            <span className="file-name">{chosen?.name ?? words.noFile}</span>
          </div>
          <input ref={picker} type="file" accept=".csv,.ndjson,.jsonl" hidden onChange={pick} data-register-file />
          <p className="soft small" id="register-file-hint">
            {words.fileHint}
          </p>
          {wrong && <p role="alert">{words.wrongFile}</p>}
        </div>
      </div>
      <div className="row">
        <Button
          data-action="check"
          type={report === undefined ? 'primary' : 'default'}
          disabled={!ready}
          loading={doing === 'checking'}
          onClick={() => ready && void check(type, chosen)}
        >
          {doing === 'checking' ? words.checking : words.check}
        </Button>
        <Button
          data-action="send"
          type={report === undefined ? 'default' : 'primary'}
          disabled={!ready || report === undefined || report.acceptable === 0}
          loading={doing === 'sending'}
          onClick={() => ready && void send(type, chosen)}
        >
          {doing === 'sending' ? words.sending : failure?.of === 'sending' ? words.sendAgain : words.send}
        </Button>
        {report === undefined && chosen !== undefined && <span className="soft">{words.checkFirst}</span>}
      </div>
      {failure !== undefined && <ProblemNotice error={failure.error} />}
      {report !== undefined && <DryRunReport report={report} />}
    </section>
  );
}
