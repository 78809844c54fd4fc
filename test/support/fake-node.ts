import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { listen } from './listen.ts';

/** What a fake server says: JSON, or something an honest one never would. */
export type Answer =
  | { json: unknown; status?: number }
  | { text: string; status?: number }
  | { hang: true }
  | { redirect: string }
  | { endless: true };

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}

/** An HTTP server of which a test decides every answer. */
export async function openFakeServer(answer: (path: string, body: unknown) => Answer) {
  const asked: { path: string; body: unknown }[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? '';
      asked.push({ path, body });
      const given = answer(path, body);
      if ('hang' in given) return;
      if ('redirect' in given) return void response.writeHead(302, { location: given.redirect }).end();
      if ('endless' in given) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('"');
        const more = (): void => {
          if (!response.destroyed) response.write('x'.repeat(1 << 20), () => setImmediate(more));
        };
        return more();
      }
      response.writeHead(given.status ?? 200, { 'content-type': 'application/json' });
      response.end('text' in given ? given.text : JSON.stringify(given.json));
    });
  });
  return { ...(await listen(server)), asked };
}

type Call = { id: unknown; method: string; params: unknown[] };

/** JSON-RPC over {@link openFakeServer}; a method that throws gives its error object. */
export function rpcAnswer(
  methods: Record<string, (...params: never[]) => unknown>,
): (path: string, body: unknown) => Answer {
  const one = ({ id, method, params }: Call): unknown => {
    try {
      const found = methods[method];
      if (!found) return { jsonrpc: '2.0', id, error: { code: -32601, message: 'no such method' } };
      return { jsonrpc: '2.0', id, result: found(...(params as never[])) };
    } catch (error) {
      return { jsonrpc: '2.0', id, error };
    }
  };
  return (_path, body) => ({ json: Array.isArray(body) ? (body as Call[]).map(one).reverse() : one(body as Call) });
}
