/** The parts of an OpenAPI 3.1 document that the page shows. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  const?: unknown;
  enum?: unknown[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  pattern?: string;
  maxLength?: number;
  maxItems?: number;
};

type Content = Record<string, { schema?: Schema }>;

export type Operation = {
  operationId: string;
  summary: string;
  description?: string;
  tags?: string[];
  'x-roles'?: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};

export type OpenApi = {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
};

export type Endpoint = { method: string; path: string; operation: Operation };

/** All endpoints by their tag, in the document's order. */
export function endpointsByTag(document: OpenApi): Map<string, Endpoint[]> {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  return Map.groupBy(all, ({ operation }) => operation.tags?.[0] ?? '');
}

/** Summaries are written "中文 · English". */
export function summaryIn(language: 'zh' | 'en', summary: string): string {
  const [zh, en] = summary.split(' · ');
  return (language === 'zh' ? zh : en) ?? summary;
}

/** Name of the component that a reference points to. */
export function referenceName(schema: Schema): string | undefined {
  return schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1);
}

/** A schema's type in a few words: `string (pattern)`, `"a" | "b"`, `Bilingual[]`. */
export function typeText(schema: Schema): string {
  const name = referenceName(schema);
  if (name !== undefined) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants !== undefined) return variants.map(typeText).join(' | ');
  if (schema.type === 'array') return `${schema.items === undefined ? 'any' : typeText(schema.items)}[]`;
  if (schema.type === undefined) return 'any';
  return Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type;
}

/** The members worth listing below a type: its own, or those of a list's items. */
export function membersOf(schema: Schema): Schema | undefined {
  if (schema.properties !== undefined) return schema;
  if (schema.items?.properties !== undefined) return schema.items;
  if (typeof schema.additionalProperties === 'object' && schema.additionalProperties.properties !== undefined) {
    return schema.additionalProperties;
  }
  return undefined;
}
