import type { JsonObject, JsonValue } from '../../service/proof/canonical-json.ts';
import type { ClaimSchema } from '../api/answers.ts';
import { useLanguage } from './language.tsx';
import type { Language } from './language.tsx';

const yesNo = { zh: ['是', '否'], en: ['yes', 'no'] } as const;

function scalarText(value: JsonValue, schema: ClaimSchema | undefined, language: Language): string {
  if (typeof value === 'string') return schema?.codes?.[value]?.[language] ?? value;
  if (typeof value === 'number') return value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB');
  if (typeof value === 'boolean') return yesNo[language][value ? 0 : 1];
  return value === null ? '—' : JSON.stringify(value);
}

// Array.isArray does not narrow readonly arrays.
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value in words: codes by their meaning, objects as facts of their own, lists as a table. */
export function ClaimValue({ value, schema }: { value: JsonValue; schema: ClaimSchema | undefined }) {
  const { language } = useLanguage();
  if (isList(value)) return <ClaimTable rows={value} members={schema?.members ?? {}} />;
  if (isObject(value)) return <ClaimFacts fields={schema?.members ?? {}} values={value} />;
  return <>{scalarText(value, schema, language)}</>;
}

/** The values that the schema names, in its order, with its labels. */
export function ClaimFacts({ fields, values }: FactsProps) {
  const { language } = useLanguage();
  const shown = Object.entries(fields).filter(([name]) => values[name] !== undefined);
  return (
    <dl className="facts">
      {shown.map(([name, schema]) => (
        <div key={name} className="fact" data-claim={name}>
          <dt>{schema[language]}</dt>
          <dd>
            <ClaimValue value={values[name] as JsonValue} schema={schema} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type FactsProps = { fields: Record<string, ClaimSchema>; values: { [name: string]: JsonValue | undefined } };

function ClaimTable({ rows, members }: { rows: readonly JsonValue[]; members: Record<string, ClaimSchema> }) {
  const { language } = useLanguage();
  const columns = Object.entries(members);
  return (
    <div className="table-wrap claim-table" tabIndex={0} role="group">
      <table>
        <thead>
          <tr>
            {columns.map(([name, schema]) => (
              <th key={name} scope="col">
                {schema[language]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(([name, schema]) => {
                const cell = isObject(row) ? row[name] : undefined;
                return <td key={name}>{cell !== undefined && <ClaimValue value={cell} schema={schema} />}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
