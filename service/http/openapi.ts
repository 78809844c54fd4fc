import { z } from 'zod';
import type { Json, OpenApiDocument } from './openapi-document.ts';
import { problemRows } from './problem.ts';
import { mediaOf } from './route.ts';
import type { AnswerSpec, Route } from './route.ts';
import { problemSchema } from './schemas/basic.ts';

/** OpenAPI 3.1's schema dialect is JSON Schema 2020-12, which is what zod writes. */
const OPENAPI_VERSION = '3.1.1';

type Components = Map<string, Json>;

/** Converts one schema; those with an id become components, and every reference points there. */
function schemaOf(schema: z.ZodType, components: Components): Json {
  const { $schema: _dialect, $defs, ...own } = z.toJSONSchema(schema, { io: 'input' }) as Json & { $defs?: Json };
  const rewrite = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
  const put = (name: string, definition: Json) => {
    const known = components.get(name);
    const { id: _id, ...plain } = rewrite(definition) as Json;
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(plain)) {
      throw new Error(`two different schemas are called ${name}`);
    }
    components.set(name, plain);
  };
  for (const [name, definition] of Object.entries($defs ?? {})) put(name, definition as Json);
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined || '$ref' in own) return rewrite(own) as Json;
  put(id, own);
  return { $ref: `#/components/schemas/${id}` };
}

function parametersOf(route: Route, components: Components): Json[] {
  const parameters: Json[] = [];
  for (const [place, schema] of [['path', route.params] as const, ['query', route.query] as const]) {
    if (schema === undefined) continue;
    const object = z.toJSONSchema(schema, { io: 'input' }) as { required?: string[] };
    for (const [name, member] of Object.entries((schema as z.ZodObject).shape)) {
      const { description, ...rest } = schemaOf(member as z.ZodType, components);
      const required = place === 'path' || (object.required ?? []).includes(name);
      parameters.push({ name, in: place, required, ...(description ? { description } : {}), schema: rest });
    }
  }
  if (route.idempotent === true) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: 'Names this piece of work; repeating it with the same body gives the same answer.',
      schema: { type: 'string', minLength: 8, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
    });
  }
  return parameters;
}

/** The problem codes that a route of this kind can give, its own ones last. */
export function problemCodesOf(route: Route): string[] {
  const codes = ['rate.limited', 'internal'];
  if (route.params !== undefined || route.query !== undefined || route.body !== undefined)
    codes.push('request.invalid');
  if (route.roles !== 'public') codes.push('auth.missing', 'auth.invalid', 'auth.expired', 'auth.role');
  if (route.body !== undefined) {
    codes.push('body.malformed', 'body.tooDeep', 'body.tooLarge', 'body.contentType', 'body.encoding');
  }
  if (route.upload !== undefined) codes.push('body.contentType', 'body.encoding', 'upload.broken');
  if (route.idempotent === true) codes.push('idempotency.missing', 'idempotency.mismatch');
  return [...new Set([...codes, ...(route.problems ?? [])])];
}

function answersOf(route: Route, components: Components): Json {
  const responses: Json = {};
  const media = (spec: AnswerSpec) =>
    spec.body === undefined ? {} : { content: { [mediaOf(spec)]: { schema: schemaOf(spec.body, components) } } };
  for (const [status, answer] of Object.entries(route.answers) as [string, AnswerSpec][]) {
    const headers = Object.fromEntries(
      Object.entries(answer.headers ?? {}).map(([name, description]) => [
        name,
        { description, schema: { type: 'string' } },
      ]),
    );
    responses[status] = {
      description: answer.description,
      ...(answer.headers ? { headers } : {}),
      ...media(answer),
    };
  }
  const problem = { 'application/problem+json': { schema: schemaOf(problemSchema, components) } };
  const rows = problemCodesOf(route).map((code) => {
    const row = problemRows.find((one) => one.code === code);
    if (row === undefined) throw new Error(`${route.operationId} declares the problem ${code}, which the table lacks`);
    return row;
  });
  for (const [status, group] of Map.groupBy(rows, (row) => row.status)) {
    const description = group.map((row) => `\`${row.code}\`: ${row.title.en}`).join('; ');
    const known = responses[status] as { description: string; content?: Json } | undefined;
    responses[status] = {
      ...known,
      description: known === undefined ? description : `${known.description} Or: ${description}`,
      content: { ...known?.content, ...problem },
    };
  }
  return responses;
}

function operationOf(route: Route, components: Components): Json {
  const roles = route.roles === 'public' ? [] : [...route.roles];
  const access = roles.length === 0 ? 'Public.' : `Roles: ${roles.join(', ')}.`;
  const parameters = parametersOf(route, components);
  return {
    operationId: route.operationId,
    summary: `${route.summary.zh} · ${route.summary.en}`,
    description: [access, route.developmentOnly ? 'Only outside production.' : '', route.description ?? '']
      .filter((part) => part !== '')
      .join(' '),
    tags: [/^\/v1\/([a-z-]+)/.exec(route.path)?.[1] ?? 'service'],
    'x-roles': roles,
    security: roles.length === 0 ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.upload
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(route.upload.map((media) => [media, { schema: { type: 'string' } }])),
          },
        }
      : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(route.body, components) } },
          },
        }
      : {}),
    responses: answersOf(route, components),
  };
}

/**
 * The OpenAPI 3.1 document of a table of routes; needs no running service, and the same table gives the same text.
 *
 * @throws Error when a route declares an unknown problem or two schemas share a name (a fault of the table)
 */
export function openApiDocument(routes: readonly Route[], info: { title: string; version: string }): OpenApiDocument {
  const components: Components = new Map();
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, components);
  }
  return {
    openapi: OPENAPI_VERSION,
    info: {
      ...info,
      description:
        'Verdicts are always HTTP 200; refusals are RFC 9457 problems (application/problem+json) with a stable code and the next action.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'ES256; aud is the region (CAIP-2).',
        },
      },
    },
  };
}
