import { problemOf, ServiceUnreachable } from './problem.ts';

export type CallOptions = { token?: string; body?: unknown; idempotencyKey?: string; signal?: AbortSignal };

/**
 * One request to the city's own service; never to another origin.
 * Errors: `Problem` (the service refused), `ServiceUnreachable` (no answer). An abort stays an `AbortError`.
 */
export async function call(method: 'GET' | 'POST' | 'PUT', path: string, options: CallOptions = {}): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json, text/plain' };
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      cache: 'no-store',
    });
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    throw new ServiceUnreachable('The service does not answer', { cause });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** The JSON body of an answer, in the shape the API's document gives it. */
export async function callJson<T>(method: 'GET' | 'POST' | 'PUT', path: string, options?: CallOptions): Promise<T> {
  const response = await call(method, path, options);
  return (await response.json()) as T;
}
