import { useLanguage, useTexts } from '../../shell/language.tsx';
import { Prose } from '../../shell/prose.tsx';
import { messages } from './messages.ts';
import { summaryIn } from './openapi.ts';
import type { Endpoint, Operation } from './openapi.ts';
import { SchemaView } from './schema-view.tsx';

/** Who may call an endpoint. */
export function Roles({ roles }: { roles: string[] }) {
  const words = useTexts(messages);
  if (roles.length === 0) return <span className="mark mark-valid">{words.open}</span>;
  return roles.map((role) => (
    <span key={role} className="mark mark-neutral">
      {words.roles[role] ?? role}
    </span>
  ));
}

/** One endpoint: what it is for in a line, the rest when opened. */
export function EndpointView({ endpoint }: { endpoint: Endpoint }) {
  const { language } = useLanguage();
  const { method, path, operation } = endpoint;
  return (
    <details className="endpoint" id={operation.operationId}>
      <summary>
        <span className={`method method-${method.toLowerCase()}`}>{method}</span>
        <code className="path">{path}</code>
        <span className="endpoint-summary">{summaryIn(language, operation.summary)}</span>
        <span className="row roles">
          <Roles roles={operation['x-roles'] ?? []} />
        </span>
      </summary>
      <div className="stack endpoint-body">
        {operation.description !== undefined && (
          <p className="soft">
            <Prose text={operation.description} />
          </p>
        )}
        <Parameters operation={operation} />
        <Body operation={operation} />
        <Answers operation={operation} />
      </div>
    </details>
  );
}

function Parameters({ operation }: { operation: Operation }) {
  const words = useTexts(messages);
  if (operation.parameters === undefined) return null;
  return (
    <div>
      <h3>{words.parameters}</h3>
      <ul className="members">
        {operation.parameters.map((parameter) => (
          <li key={parameter.name}>
            <code className="member">{parameter.name}</code> {words.places[parameter.in] ?? parameter.in}
            {parameter.required === true && <span className="required"> {words.required}</span>}
            <span className="soft"> {parameter.description}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Body({ operation }: { operation: Operation }) {
  const words = useTexts(messages);
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) return null;
  return (
    <div>
      <h3>{words.body}</h3>
      <SchemaView schema={schema} />
    </div>
  );
}

function Answers({ operation }: { operation: Operation }) {
  const words = useTexts(messages);
  return (
    <div>
      <h3>{words.answers}</h3>
      <ul className="answers">
        {Object.entries(operation.responses).map(([status, answer]) => {
          const schema = answer.content?.['application/json']?.schema;
          return (
            <li key={status}>
              <strong className="number">{status}</strong> <Prose text={answer.description} />
              {schema !== undefined && <SchemaView schema={schema} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
