import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * `refused`: nobody listens for a moment. `hung`: no answer ever, and whether it was passed on is open. `replyLost`: done, but the
 * answer is lost. `resent`: arrives twice, and the second answer is given.
 */
export const FAULTS = ['refused', 'hung', 'replyLost', 'resent'] as const;
export type Fault = (typeof FAULTS)[number];

type Asked = { path: string; body: string };
type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

export type FaultProxy = {
  /** Faults so far of requests that were worth counting apart (`isWrite`), and of all others. */
  counts: { writes: Record<Fault, number>; others: Record<Fault, number> };
  /** From now on it is an honest relay. */
  behave(): Promise<void>;
  close(): Promise<void>;
};

const noCounts = (): Record<Fault, number> => ({ refused: 0, hung: 0, replyLost: 0, resent: 0 });
const LONGEST_REFUSAL_MS = 300;

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forward(target: RequestOptions, message: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, url: path, headers } = message;
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ ...target, method, path, headers, agent: false }, (answer) => {
      const { statusCode: status = 502, headers: given } = answer;
      bodyOf(answer).then((bytes) => resolve({ status, headers: given, body: bytes }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * A relay of HTTP between a service and what it asks, which fails at random as networks and machines do.
 *
 * @param place where it listens: a port of 127.0.0.1, or a socket's path
 * @param rate part of the requests that meet a fault
 */
export async function faultProxy(options: {
  target: RequestOptions;
  place: { port: number } | { path: string };
  random: () => number;
  rate: { writes: number; others: number };
  isWrite(asked: Asked): boolean;
}): Promise<FaultProxy> {
  const { target, place, random, rate, isWrite } = options;
  const counts = { writes: noCounts(), others: noCounts() };
  let faulty = true;
  let listening = Promise.resolve();

  const server = createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
    void relay(message, response).catch(() => response.destroy());
  });
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: 'port' in place ? '127.0.0.1' : undefined, ...place }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  function refuse(): void {
    const pause = random() * LONGEST_REFUSAL_MS;
    listening = listening.then(async () => {
      await shut();
      await sleep(pause);
      await open();
    });
  }

  async function relay(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(message);
    const kind = isWrite({ path: message.url ?? '/', body: body.toString('latin1') }) ? 'writes' : 'others';
    const fault = faulty && random() < rate[kind] ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
    if (fault !== undefined) counts[kind][fault]++;
    if (fault === 'refused') return refuse();
    if (fault === 'hung') {
      if (random() < 0.5) await forward(target, message, body);
      return;
    }
    let answer = await forward(target, message, body);
    if (fault === 'replyLost') return void response.destroy();
    if (fault === 'resent') answer = await forward(target, message, body);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  await open();
  return {
    counts,
    async behave() {
      faulty = false;
      await listening;
      server.closeAllConnections();
    },
    async close() {
      faulty = false;
      await listening;
      await shut();
    },
  };
}
