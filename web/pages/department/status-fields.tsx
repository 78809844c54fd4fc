import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import type { Region } from '../../shell/region.tsx';
import type { StatusForm } from './status-form.ts';
import { messages } from './status-messages.ts';
import { typesOf } from './types-of.ts';

type Props = {
  form: StatusForm;
  department: string;
  region: Region;
  change: (part: Partial<StatusForm>) => void;
};

/** What to do and why, and to which certificates. */
export function StatusFields({ form, department, region, change }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const reasons = region.catalogue.statusReasons.filter(({ actions }) => actions.includes(form.action));
  return (
    <>
      <Choice
        legend={words.action}
        name="action"
        options={Object.entries(words.actions) as [StatusForm['action'], string][]}
        value={form.action}
        choose={(action) => change({ action, reason: undefined })}
      />
      {form.action === 'revoke' && <p className="note">{words.final}</p>}
      <div className="fields-row">
        <Field id="status-reason" label={words.reason}>
          <Select
            id="status-reason"
            placeholder={words.chooseReason}
            value={form.reason}
            onChange={(reason: string) => change({ reason })}
            options={reasons.map((reason) => ({ value: reason.code, label: reason[language] }))}
          />
        </Field>
        <Field id="status-case" label={words.matter} hint={words.matterHint}>
          <Input
            id="status-case"
            aria-describedby="status-case-hint"
            autoComplete="off"
            maxLength={64}
            value={form.matter}
            onChange={(event) => change({ matter: event.target.value })}
          />
        </Field>
      </div>
      <Choice
        legend={words.which}
        name="by"
        options={[
          ['list', words.byList],
          ['query', words.byQuery],
        ]}
        value={form.by}
        choose={(by) => change({ by })}
      />
      {form.by === 'list' ? (
        <Field id="status-names" label={words.names} hint={words.namesHint}>
          <Input.TextArea
            id="status-names"
            aria-describedby="status-names-hint"
            className="mono"
            rows={4}
            spellCheck={false}
            value={form.names}
            onChange={(event) => change({ names: event.target.value })}
          />
        </Field>
      ) : (
        <Query form={form} department={department} region={region} change={change} />
      )}
    </>
  );
}

function Query({ form, department, region, change }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const date = (name: 'from' | 'through') => (
    <Field id={`status-${name}`} label={words[name]}>
      <Input
        id={`status-${name}`}
        type="date"
        value={form[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <div className="fields-row">
      <Field id="status-type" label={words.type}>
        <Select
          id="status-type"
          value={form.type}
          onChange={(type: string) => change({ type })}
          options={typesOf(region, department).map(({ code, name }) => ({ value: code, label: name[language] }))}
        />
      </Field>
      {date('from')}
      {date('through')}
      <Field id="status-status" label={words.status}>
        <Select
          id="status-status"
          value={form.status}
          onChange={(status: StatusForm['status']) => change({ status })}
          options={Object.entries(words.statuses).map(([value, label]) => ({ value, label }))}
        />
      </Field>
    </div>
  );
}

function Field({ id, label, hint, children }: { id: string; label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id} className="box-label">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p className="soft small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type ChoiceProps<T extends string> = {
  legend: string;
  name: string;
  options: [value: T, label: string][];
  value: T;
  choose: (value: T) => void;
};

function Choice<T extends string>({ legend, name, options, value, choose }: ChoiceProps<T>) {
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {options.map(([one, label]) => (
        <label key={one}>
          <input type="radio" name={name} value={one} checked={one === value} onChange={() => choose(one)} /> {label}
        </label>
      ))}
    </fieldset>
  );
}
