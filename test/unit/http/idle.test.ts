import { once } from 'node:events';
import { request as open } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { answer, route } from '../../../service/http/route.ts';
import type { Upload } from '../../../service/http/route.ts';
import { ndjsonAtOnce } from '../../../service/http/server/stream-formats.ts';
import { serveSample } from './fixture.ts';

const IDLE_MS = 300;
/** More than the buffers between two sockets of one machine take. */
const MUCH = 64 * 1024 * 1024;

describe('clients that stand still', () => {
  let leaving: { promise: Promise<void>; resolve: () => void };
  const has = async (gone: AbortSignal) => {
    if (!gone.aborted) await once(gone, 'abort');
    leaving.resolve();
  };
  const take = route({
    method: 'POST',
    path: '/v1/uploads',
    operationId: 'upload',
    roles: 'public',
    summary: { zh: '上传', en: 'Takes bytes' },
    upload: ['text/plain'],
    answers: { 200: { description: 'How many.', body: z.object({ bytes: z.number() }) } },
    async handler({ upload }) {
      let bytes = 0;
      for await (const piece of (upload as Upload).stream) bytes += piece.length;
      return answer(200, { bytes });
    },
  });
  const whole = route({
    method: 'GET',
    path: '/v1/wholes',
    operationId: 'readWhole',
    roles: 'public',
    summary: { zh: '大块', en: 'Much at once' },
    answers: { 200: { description: 'Much.', body: z.string(), bytes: true, media: 'text/plain' } },
    handler({ gone }) {
      void has(gone);
      return answer(200, new Uint8Array(MUCH).fill(0x78));
    },
  });
  const lines = route({
    method: 'GET',
    path: '/v1/lines',
    operationId: 'readLines',
    roles: 'public',
    summary: { zh: '逐行', en: 'Much in lines' },
    query: z.strictObject({ pause: z.string().optional() }),
    answers: {
      200: { description: 'Lines.', body: z.string(), media: 'application/x-ndjson', stream: ndjsonAtOnce },
    },
    handler({ gone, query }) {
      void has(gone);
      async function* many() {
        for (let sent = 0; sent < MUCH && query.pause === undefined; sent += 65_536) yield 'x'.repeat(65_536);
        await setTimeout(2 * IDLE_MS);
        yield 'last';
      }
      return answer(200, many());
    },
  });
  let server: Awaited<ReturnType<typeof serveSample>>;
  const bugs: unknown[] = [];
  before(async () => {
    server = await serveSample({ idleMs: IDLE_MS }, (bug) => bugs.push(bug), [take, whole, lines]);
  });
  beforeEach(() => {
    leaving = Promise.withResolvers<void>();
  });
  after(async () => {
    await server.close();
    expect(bugs).to.deep.equal([]);
  });

  /** Sends `count` pieces of `bytes` bytes, one after each pause, and ends the body unless it is `cut`. */
  async function send(count: number, bytes: number, pauseMs: number, cut = false) {
    const sending = open(`${server.url}/v1/uploads`, { method: 'POST', headers: { 'content-type': 'text/plain' } });
    const answered = once(sending, 'response') as Promise<[AsyncIterable<Buffer> & { statusCode: number }]>;
    sending.on('error', () => undefined);
    sending.flushHeaders();
    for (let sent = 0; sent < count; sent++) {
      await Promise.race([setTimeout(pauseMs), answered]);
      sending.write('x'.repeat(bytes));
    }
    if (!cut) sending.end();
    const [response] = await answered;
    let text = '';
    for await (const piece of response) text += piece.toString();
    sending.destroy();
    const { bytes: taken, code } = JSON.parse(text) as { bytes?: number; code?: string };
    return { status: response.statusCode, outcome: taken ?? code };
  }

  it('are refused when nothing more of their body comes', async () => {
    expect(await send(1, 10, 0, true)).to.deep.equal({ status: 400, outcome: 'upload.broken' });
  });

  it('are refused when a few bytes at a time are all that comes', async () => {
    expect(await send(20, 1, IDLE_MS / 4)).to.deep.equal({ status: 400, outcome: 'upload.broken' });
  });

  it('may be slow, as long as they send', async () => {
    expect(await send(8, 40, IDLE_MS / 4)).to.deep.equal({ status: 200, outcome: 320 });
  });

  for (const path of ['/v1/wholes', '/v1/lines']) {
    it(`are cut when they take nothing of what they asked for: ${path}`, async () => {
      const reading = open(server.url + path);
      reading.on('error', () => undefined);
      reading.end();
      const [response] = (await once(reading, 'response')) as [NodeJS.ReadableStream];
      response.on('error', () => undefined);
      const outcome = await Promise.race([leaving.promise.then(() => 'cut'), setTimeout(10 * IDLE_MS, 'held')]);
      expect(outcome).to.equal('cut');
      reading.destroy();
    });
  }

  it('are not cut while there is nothing to take', async () => {
    expect(await (await fetch(`${server.url}/v1/lines?pause=1`)).text()).to.equal('"last"\n');
  });
});
