import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { ChangeEvent, ReactNode } from 'react';
import { client } from '../../api/client.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { departmentsOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { formatSize, offlineMessages } from './offline-messages.ts';

const counts = [100, 1000];

type Choice = [value: string, label: string];

function Choose(props: {
  id: string;
  label: string;
  choices: Choice[];
  value: string;
  change: (value: string) => void;
}) {
  const { id, label, choices, value, change } = props;
  return (
    <div className="fact">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => change(event.target.value)}>
        {choices.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

type Props = { region: Region; keep: (text: string) => Promise<void> };

/** What to take along, how large that is, and the download; or a file from elsewhere. */
export function OfflineForm({ region, keep }: Props) {
  const words = useTexts(offlineMessages);
  const { language } = useLanguage();
  const picker = useRef<HTMLInputElement>(null);
  const [chain, setChain] = useState(region.home.caip2);
  const [department, setDepartment] = useState('');
  const [newest, setNewest] = useState('');
  const [work, setWork] = useState<{ running: boolean; error?: unknown }>({ running: false });
  const selection = { chain, department, newest };
  const { value: summary, error } = useLoad(
    (signal) => client.describeOfflineBundle(selection, { signal }),
    [chain, department, newest],
  );
  const run = (text: () => Promise<string>) => {
    setWork({ running: true });
    text()
      .then(keep)
      .then(
        () => setWork({ running: false }),
        (fault: unknown) => setWork({ running: false, error: fault }),
      );
  };
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file !== undefined) run(() => file.text());
  };
  const chooseCity = (city: string) => {
    setChain(city);
    setDepartment('');
  };
  const departments = departmentsOf(chain).map(({ uscc, name }): Choice => [uscc, name[language]]);
  let size: ReactNode = null;
  if (summary !== undefined) {
    const { batches, certificates, bytes, complete } = summary;
    size = (
      <p className="small" data-bytes={bytes}>
        {words.holds(batches, certificates, formatSize(bytes))} {!complete && words.incomplete}
      </p>
    );
  } else if (error !== undefined) size = <ProblemNotice error={error} />;
  return (
    <>
      <div className="facts-small">
        <Choose
          id="offline-city"
          label={words.city}
          choices={region.cities.map(({ caip2, name }) => [caip2, name[language]])}
          value={chain}
          change={chooseCity}
        />
        <Choose
          id="offline-department"
          label={words.department}
          choices={[['', words.everyDepartment], ...departments]}
          value={department}
          change={setDepartment}
        />
        <Choose
          id="offline-newest"
          label={words.batches}
          choices={[['', words.every], ...counts.map((count): Choice => [String(count), words.newest(count)])]}
          value={newest}
          change={setNewest}
        />
      </div>
      {size}
      {work.error !== undefined && <ProblemNotice error={work.error} />}
      <div className="row">
        <Button
          type="primary"
          loading={work.running}
          data-action="download-bundle"
          onClick={() => run(() => client.offlineBundle(selection))}
        >
          {words.download}
        </Button>
        <Button onClick={() => picker.current?.click()}>{words.file}</Button>
        <input ref={picker} type="file" hidden accept=".json,.bundle,application/json" onChange={pick} />
      </div>
    </>
  );
}
