import { expect } from 'chai';
import { readIssueBatch } from '../../../service/app/bulk/read-issue-batch.ts';
import { readResults } from '../../../service/app/bulk/read-results.ts';
import { receiveRows } from '../../../service/app/bulk/receive-rows.ts';
import { firstBrokenEvent, LOG_START } from '../../../service/domain/event-log.ts';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import type { LoggedEvent } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import { pieces, register } from '../../support/bulk/register.ts';
import { auditText } from '../../support/issuing/audit.ts';
import { createFakeChain } from '../../support/issuing/fake-chain.ts';
import { startMortal } from '../../support/issuing/mortal-process.ts';
import type { MortalProcess, World } from '../../support/issuing/mortal-process.ts';
import { createTestSigners, HOUSING } from '../../support/issuing/test-region.ts';
import type { TestSigner } from '../../support/issuing/test-region.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';
import { until } from '../../support/issue.ts';

const ROWS = 530;
const order = { department: HOUSING, actor: 'department/test', type: 'deposit', format: 'ndjson', from: 0 } as const;

/** A client that sends the same register until it is durable and done, to whichever process lives. */
async function live(dieAt?: number): Promise<number> {
  const signers = createTestSigners();
  const chain = createFakeChain(signers.accounts, 2);
  const world: World = { disk: createMemoryDisk(), chain, signers, now: () => 1_795_500_000 };
  const text = register(ROWS, (n) => ({
    subject: { idType: 'passport', number: `PASS${n % 500}` },
    claims: { name: `示例${n}`, grade: `G${n}` },
  }));
  let process: MortalProcess = await startMortal(world, dieAt).catch(() => startMortal(world));
  const work = async ({ deps }: MortalProcess): Promise<string> => {
    const sending = { ...order, idempotencyKey: 'register-1', stream: pieces(text, 30_000) };
    const { batch } = await receiveRows(deps, sending);
    await until(async () => (await readIssueBatch(deps, batch.id, HOUSING)).state === 'done', 'the register', 60);
    return batch.id;
  };
  let id = await Promise.race([work(process), process.died.then(() => undefined)]);
  if (id === undefined) {
    process = await startMortal(world);
    id = await work(process);
  }

  const steps = process.steps();
  expect(process.reported).to.deep.equal([]);
  const view = await readIssueBatch(process.deps, id, HOUSING);
  expect(view).to.include({ received: ROWS, accepted: ROWS, issued: ROWS, duplicates: 0, rejected: 0 });
  const signer = signers.all.get(HOUSING) as TestSigner;
  const licences = new Set<unknown>();
  const results = await readResults(process.deps, { id, department: HOUSING, after: 0, withCertificates: true });
  for await (const result of results) {
    if (result.state !== 'issued') throw new Error(`row ${result.row} is ${result.state}`);
    licences.add(auditText(process.deps, chain, signer, result.certificate ?? '')['licence']);
  }
  expect(licences.size).to.equal(ROWS);
  // Nothing was anchored twice, and nothing that was not acknowledged.
  const anchors = [...chain.anchors().values()];
  expect(anchors.reduce((sum, { size }) => sum + size, 0)).to.equal(ROWS);
  const events: LoggedEvent[] = [];
  for await (const [, event] of process.deps.store.range<LoggedEvent>([tables.events])) events.push(event);
  expect(firstBrokenEvent(nodeSha256, { seq: 0, hash: LOG_START }, events)).to.equal(undefined);
  await process.stop();
  chain.stop();
  return steps;
}

describe('A process that dies while it issues a register', () => {
  it('at any step loses no row and issues none twice', async function () {
    // A sample in the everyday run; CRASH_STRIDE=1 dies at each step once, CRASH_FROM=N at that step first.
    const stride = Number(process.env['CRASH_STRIDE'] ?? 47);
    const from = Number(process.env['CRASH_FROM'] ?? 1);
    this.timeout(stride < 47 ? 6 * 3600_000 : 600_000);
    const steps = await live();
    expect(steps).to.be.greaterThan(40);
    for (let dieAt = from; dieAt < steps; dieAt += stride) {
      await live(dieAt).catch((error: unknown) => {
        throw new Error(`after death at step ${dieAt} of ${steps}: ${String(error)}`, { cause: error });
      });
    }
  });
});
