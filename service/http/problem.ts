import table from '../data/problems.json' with { type: 'json' };
import type { Bilingual } from '../domain/certificate-type.ts';

/** A row of service/data/problems.json: the one place where a cause meets an HTTP status. */
export type ProblemRow = {
  code: string;
  status: number;
  title: Bilingual;
  next: Bilingual;
  /** Sent as Retry-After where waiting helps. */
  retryAfterSeconds?: number;
};

export type ProblemCode = (typeof table)[number]['code'];

export type FieldError = { path: string; message: string };

/** An RFC 9457 problem as the API renders it. */
export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  next: Bilingual;
  errors?: FieldError[];
};

const rows = new Map<string, ProblemRow>((table as ProblemRow[]).map((row) => [row.code, row]));

/** The table, for the document and the tests. */
export const problemRows: readonly ProblemRow[] = [...rows.values()];

/**
 * A refusal that the HTTP layer itself decides. Use cases throw errors of their own with a `code`; both are rendered
 * from the same table.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    code: ProblemCode,
    detail: string,
    extra: { errors?: FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = extra.errors;
    this.headers = extra.headers ?? {};
  }
}

/** body-parser's and the router's own refusals, by their `type` or class. */
const httpErrorCodes: Record<string, ProblemCode> = {
  'entity.too.large': 'body.tooLarge',
  'encoding.unsupported': 'body.encoding',
  'request.size.invalid': 'body.malformed',
  'request.aborted': 'body.malformed',
  URIError: 'request.invalid',
};

/**
 * The table's row for anything thrown, or undefined when it is a bug (rendered as 500 and reported). Only errors whose
 * `code` is in the table are shown with their message; all others may carry what no caller should see.
 */
export function rowOf(error: unknown): ProblemRow | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, type, status } = error as { code?: unknown; type?: unknown; status?: unknown };
  if (typeof code === 'string' && rows.has(code)) return rows.get(code);
  // Only errors of the HTTP libraries carry a status; the same class thrown elsewhere is a bug.
  if (typeof status !== 'number') return undefined;
  const known = httpErrorCodes[typeof type === 'string' ? type : error.name];
  return known === undefined ? undefined : rows.get(known);
}

/** The language of a problem's title: the first of zh and en that the caller asks for; Chinese when it asks for neither. */
export function titleLanguage(acceptLanguage: string | undefined): 'zh' | 'en' {
  const first = /\b(zh|en)\b/i.exec(acceptLanguage ?? '')?.[1];
  return first?.toLowerCase() === 'en' ? 'en' : 'zh';
}

/** Renders anything thrown. Headers hold Retry-After and what the error itself asks for (Allow, WWW-Authenticate). */
export function renderProblem(
  error: unknown,
  request: { requestId: string; language: 'zh' | 'en' },
): { status: number; body: ProblemBody; headers: Record<string, string>; bug: boolean } {
  const found = rowOf(error);
  const row = found ?? (rows.get('internal') as ProblemRow);
  const own = error as Partial<Problem>;
  const body: ProblemBody = {
    type: `urn:zhenglian:problem:${row.code}`,
    title: row.title[request.language],
    status: row.status,
    detail: found === undefined ? 'An unexpected error; the operators have been told.' : (error as Error).message,
    instance: `urn:zhenglian:request:${request.requestId}`,
    code: row.code,
    next: row.next,
  };
  if (found !== undefined && Array.isArray(own.errors)) body.errors = own.errors;
  const headers: Record<string, string> = error instanceof Problem ? { ...error.headers } : {};
  if (row.status === 401) headers['WWW-Authenticate'] ??= `Bearer realm="zhenglian", error="invalid_token"`;
  if (row.retryAfterSeconds !== undefined) headers['Retry-After'] ??= String(row.retryAfterSeconds);
  return { status: row.status, body, headers, bug: found === undefined };
}
