import { createServer } from 'node:http';
import { listen } from './listen.ts';

/** Rewrites the JSON of an answer; what it returns is sent instead. */
export type Lie = (answer: unknown, request: { path: string; body: string }) => unknown;

export type LyingProxy = {
  url: string;
  /** Undefined: passes everything on as it is. */
  lie: Lie | undefined;
  /** The last honest answer that passed, by path and body. */
  recorded: Map<string, unknown>;
  close(): Promise<void>;
};

/** A relay before a chain node or an attester that passes requests on and may lie about the answers. */
export async function lyingProxy(target: string): Promise<LyingProxy> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      const path = request.url ?? '/';
      try {
        const answer = await fetch(new URL(path, target), {
          method: request.method ?? 'GET',
          ...(body === '' ? {} : { body, headers: { 'content-type': 'application/json' } }),
        });
        const honest: unknown = await answer.json();
        proxy.recorded.set(`${path} ${body}`, honest);
        response.statusCode = answer.status;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(proxy.lie === undefined ? honest : proxy.lie(honest, { path, body })));
      } catch {
        response.destroy();
      }
    })();
  });
  const listening = await listen(server);
  const proxy: LyingProxy = { url: listening.url, lie: undefined, recorded: new Map(), close: listening.close };
  return proxy;
}
