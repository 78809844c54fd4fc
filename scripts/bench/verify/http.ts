import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text as streamText } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import type { Items } from './items.ts';

/** Requests on their way at a time. */
const CONNECTIONS = 32;

type Endpoint = { perSecond(texts: readonly string[]): Promise<number>; close(): Promise<unknown> };

/** `POST /v1/verifications` of the service's own application on one thread: ours, or with only the bare cryptography. */
export async function openEndpoint(which: 'ours' | 'floor', { texts: _, ...items }: Items): Promise<Endpoint> {
  const { audience, nonce } = items.demand;
  const worker = new Worker(new URL('http-thread.ts', import.meta.url), { workerData: { which, items } });
  const [port] = (await once(worker, 'message')) as [number];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  const post = async (artefact: string): Promise<void> => {
    const body = JSON.stringify({ artefact, policy: 'presentation', holder: { audience, nonce } });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request({ agent, host: '127.0.0.1', port, method: 'POST', path: '/v1/verifications', headers });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const text = await streamText(response);
    if (!text.includes('"verdict":"valid"')) throw new Error(text.slice(0, 500));
  };
  return {
    async perSecond(texts) {
      const rest = texts[Symbol.iterator]();
      const began = performance.now();
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async () => {
          // All take from one iterator.
          for (const text of rest) await post(text);
        }),
      );
      return texts.length / ((performance.now() - began) / 1000);
    },
    close: () => {
      agent.destroy();
      return worker.terminate();
    },
  };
}
