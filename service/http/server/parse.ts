import type { z } from 'zod';
import { Problem } from '../problem.ts';
import type { FieldError } from '../problem.ts';

/** More than this teaches nobody anything and could be made enormous. */
const MAX_ERRORS = 20;

const pointer = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Parses one part of a request. Paths are JSON pointers (RFC 6901) into the body, or begin with `path` or `query`.
 * Messages name what was expected, never what was sent, since that may be somebody's number.
 *
 * @throws Problem request.invalid with the faults, at most 20
 */
export function parsePart<T>(schema: z.ZodType<T>, value: unknown, part: 'path' | 'query' | 'body'): T {
  const result = schema.safeParse(value, { reportInput: false });
  if (result.success) return result.data;
  const prefix = part === 'body' ? '' : part;
  const errors: FieldError[] = result.error.issues.slice(0, MAX_ERRORS).map((issue) => ({
    path: prefix + pointer(issue.path),
    message: issue.message.slice(0, 300),
  }));
  throw new Problem('request.invalid', `${errors.length} fault(s) in the ${part}`, { errors });
}

/** A query string as an object; a repeated name is refused, since readers of it would differ. */
export function queryOf(url: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  const start = url.indexOf('?');
  if (start < 0) return query;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    if (name in query) {
      throw new Problem('request.invalid', 'a query parameter is repeated', {
        errors: [{ path: `query/${name.slice(0, 50)}`, message: 'given more than once' }],
      });
    }
    query[name] = value;
  }
  return query;
}
