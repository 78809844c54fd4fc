import { expect } from 'chai';
import { createThreadPool } from '../../../service/adapters/workshop/thread-pool.ts';

const ANSWERS_ITS_NUMBER = `
  import { parentPort, threadId } from 'node:worker_threads';
  parentPort.on('message', ({ id }) => parentPort.postMessage({ id, value: threadId }));`;

describe('A pool of threads', () => {
  it('refuses what cannot be sent, and does not wait for it', async () => {
    const pool = createThreadPool(
      new URL(`data:text/javascript,${encodeURIComponent(ANSWERS_ITS_NUMBER)}`),
      {},
      { threads: 2 },
    );
    const thread = await pool.run<number>({});
    const buffer = new ArrayBuffer(8);
    structuredClone(buffer, { transfer: [buffer] });
    const error = await pool.run({}, [buffer]).catch((reason: Error) => reason);
    expect(error).to.have.property('name', 'DataCloneError');
    // A thread that waited would be busy, and another be started.
    expect(await pool.run<number>({})).to.equal(thread);
    await pool.close();
  });
});
