import { problemOf, ServiceUnreachable } from './problem.ts';
import type { paths } from './schema.d.ts';

type Method = 'get' | 'post' | 'put';
type Json<R> = R extends { content: { 'application/json': infer B } } ? B : never;
type Success = 200 | 201 | 202;

/** Paths of the API's document that have the method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

/** JSON body of a successful answer, by the API's document. */
export type Answer<M extends Method, P extends PathOf<M>> =
  paths[P] extends Record<M, { responses: infer R }> ? Json<R[keyof R & Success]> : never;

/** JSON body of the request, by the API's document. */
export type Body<M extends Method, P extends PathOf<M>> =
  paths[P] extends Record<M, { requestBody: { content: { 'application/json': infer B } } }> ? B : undefined;

export type CallOptions<B> = {
  /** Values for the braces of the path. */
  params?: Record<string, string>;
  query?: Record<string, string>;
  token?: string;
  body?: B;
  /** A file as the body instead, of this media type. */
  upload?: { file: Blob; media: string };
  idempotencyKey?: string;
  signal?: AbortSignal;
};

function headersOf({ token, idempotencyKey, body, upload }: CallOptions<unknown>): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json, text/plain, application/x-ndjson, text/event-stream',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(upload === undefined ? {} : { 'content-type': upload.media }),
  };
}

/**
 * One request to the city's own service; never to another origin.
 * Errors: `Problem` (the service refused), `ServiceUnreachable` (no answer). An abort stays an `AbortError`.
 */
export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  options: CallOptions<Body<M, P>> = {},
): Promise<Response> {
  const { params = {}, query, body, upload, signal } = options;
  const filled = (path as string).replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const url = query === undefined ? filled : `${filled}?${new URLSearchParams(query)}`;
  const sent = upload?.file ?? (body === undefined ? undefined : JSON.stringify(body));
  let response: Response;
  try {
    response = await fetch(url, {
      method: method.toUpperCase(),
      headers: headersOf(options),
      cache: 'no-store',
      ...(sent === undefined ? {} : { body: sent }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new ServiceUnreachable('The service does not answer', { cause });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** As `call`, with the JSON body of the answer. */
export async function callJson<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  options?: CallOptions<Body<M, P>>,
): Promise<Answer<M, P>> {
  const response = await call(method, path, options);
  return (await response.json()) as Answer<M, P>;
}
