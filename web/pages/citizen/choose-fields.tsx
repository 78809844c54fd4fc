import { Button, Checkbox } from 'antd';
import type { CertificateContents } from '../../../service/verify/index.ts';
import type { ClaimSchema } from '../../api/answers.ts';
import { ClaimValue } from '../../shell/claim-facts.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { messages } from './messages.ts';

type Props = {
  held: CertificateContents;
  schema: Record<string, ClaimSchema>;
  chosen: ReadonlySet<string>;
  choose: (names: ReadonlySet<string>) => void;
};

/** The holder's choice of what to show; nothing is ticked beforehand. */
export function ChooseFields({ held, schema, chosen, choose }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const hideable = new Map(held.disclosable.map(({ name, value }) => [name, value]));
  const names = Object.keys(schema).filter((name) => hideable.has(name) || held.open[name] !== undefined);
  const toggle = (name: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(name);
    else next.delete(name);
    choose(next);
  };
  return (
    <fieldset className="card stack">
      <legend>{words.step1}</legend>
      <div className="row">
        <Button size="small" onClick={() => choose(new Set(hideable.keys()))}>
          {words.all}
        </Button>
        <Button size="small" onClick={() => choose(new Set())}>
          {words.none}
        </Button>
        <span className="soft small" role="status">
          {words.chosen(chosen.size, hideable.size)}
        </span>
      </div>
      <ul className="fields">
        {names.map((name) => {
          const always = !hideable.has(name);
          const value = hideable.get(name) ?? held.open[name];
          return (
            <li key={name}>
              <Checkbox
                name={name}
                checked={always || chosen.has(name)}
                disabled={always}
                onChange={(event) => toggle(name, event.target.checked)}
              >
                <span className="field-label">{schema[name]?.[language] ?? name}</span>{' '}
                <span className="field-value">
                  {value !== undefined && <ClaimValue value={value} schema={schema[name]} />}
                </span>
                {always && <span className="soft small"> {words.always}</span>}
              </Checkbox>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
