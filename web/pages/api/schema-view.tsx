import { useTexts } from '../../shell/language.tsx';
import { messages } from './messages.ts';
import { membersOf, referenceName, typeText } from './openapi.ts';
import type { Schema } from './openapi.ts';

const schemaId = (name: string) => `schema-${name}`;

/** The first component a type mentions, as a link to its description on this page. */
function TypeText({ schema }: { schema: Schema }) {
  const name = referenceName(schema) ?? (schema.items && referenceName(schema.items));
  const text = typeText(schema);
  return <code className="type">{name === undefined ? text : <a href={`#${schemaId(name)}`}>{text}</a>}</code>;
}

/** A schema as a list of its members, one level inside the other; named components are linked, not repeated. */
export function SchemaView({ schema }: { schema: Schema }) {
  const words = useTexts(messages);
  const members = membersOf(schema);
  if (members === undefined) {
    return (
      <p>
        <TypeText schema={schema} /> <span className="soft">{schema.description}</span>
      </p>
    );
  }
  return (
    <ul className="members">
      {Object.entries(members.properties ?? {}).map(([name, member]) => (
        <li key={name}>
          <code className="member">{name}</code> <TypeText schema={member} />
          {members.required?.includes(name) === true && <span className="required"> {words.required}</span>}
          {member.description !== undefined && <span className="soft"> {member.description}</span>}
          {membersOf(member) !== undefined && <SchemaView schema={member} />}
        </li>
      ))}
    </ul>
  );
}

/** Every named component, closed until one is wanted. */
export function SchemaList({ schemas }: { schemas: Record<string, Schema> }) {
  return (
    <>
      {Object.entries(schemas).map(([name, schema]) => (
        <details key={name} id={schemaId(name)} className="schema">
          <summary>
            <code>{name}</code>
          </summary>
          {schema.description !== undefined && <p className="soft">{schema.description}</p>}
          <SchemaView schema={{ ...schema, description: undefined }} />
        </details>
      ))}
    </>
  );
}
