import type { RequestListener } from 'node:http';
import { listen } from '../../service/http/server/server.ts';

/** Serves an application on a free port of 127.0.0.1, as the service does. */
export const serve = (app: RequestListener) => listen(app, { host: '127.0.0.1', port: 0 });

/** Status, headers and JSON of an answer. */
export type Reply = { status: number; headers: Headers; text: string; json: Record<string, unknown> };

/** One request; `body` is sent as JSON unless it is a string or bytes already. */
export async function request(
  url: string,
  options: { method?: string; body?: unknown; token?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const { method = options.body === undefined ? 'GET' : 'POST', body, token } = options;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
