import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { acceptCertificate } from '../../../service/app/issuing/accept-certificate.ts';
import { StoreConflict, StoreUnavailable } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { uriId } from '../../../service/proof/certificate.ts';
import { openBulk } from '../../support/bulk/bulk-service.ts';
import type { Bulk } from '../../support/bulk/bulk-service.ts';
import type { IssueBatchRow } from '../../../service/app/bulk/rows.ts';
import { vctOf } from '../../../service/app/issuing/deps.ts';
import { SignerRefused } from '../../../service/ports/signer.ts';
import { depositRow, ndjson, register } from '../../support/bulk/register.ts';
import { auditText } from '../../support/issuing/audit.ts';
import { HOUSING } from '../../support/issuing/test-region.ts';

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await sleep(5);
};

describe('Registers and single requests at the same time', () => {
  let bulk: Bulk;
  beforeEach(async () => void (bulk = await openBulk()));
  afterEach(() => bulk.close());

  const count = async (table: number): Promise<number> => {
    let found = 0;
    for await (const _ of bulk.deps.store.range([table])) found += 1;
    return found;
  };
  const single = (n: number) => {
    const { subject, claims } = depositRow(n);
    const body = { type: 'deposit', subject, claims: { ...claims, grade: 'single' } };
    const by = { department: HOUSING, actor: 'department/test', idempotencyKey: `single-${n}` };
    return acceptCertificate(bulk.deps, { ...by, body } as unknown as Parameters<typeof acceptCertificate>[1]);
  };

  it('make every person known once, and every row one certificate, whoever comes first', async () => {
    const rows = 1600;
    // The second has the same rows the other way round; people repeat in both.
    const texts = [
      register(rows, (n) => depositRow(n, 700)),
      register(rows, (n) => depositRow(rows - 1 - n, 700)),
      register(rows, (n) => ({ ...depositRow(n, 700), claims: { name: '示例', grade: `other ${n}` } })),
    ];
    const sent = await Promise.all([
      ...texts.map((text, n) => bulk.send(text, { idempotencyKey: `register-${n}` })),
      ...Array.from({ length: 40 }, (_, n) => single(17 * n)),
    ]);
    const batches = sent.flatMap((one) => ('batch' in one ? [one.batch] : []));
    const [first, second, third] = batches.map(({ accepted, duplicates }) => [accepted, duplicates] as const);
    expect([(first?.[0] ?? 0) + (second?.[0] ?? 0), (first?.[1] ?? 0) + (second?.[1] ?? 0)]).to.deep.equal([
      rows,
      rows,
    ]);
    expect(third).to.deep.equal([rows, 0]);
    expect([await count(tables.persons), await count(tables.personLookup)]).to.deep.equal([700, 700]);
    expect(await count(tables.rowKeys)).to.equal(2 * rows);
    expect(await count(tables.certificatesByPerson)).to.equal(2 * rows + 40);
    const ids = new Set<string>();
    const licences = new Set<string>();
    for (const { id } of batches) {
      await bulk.settled(id);
      for (const result of await bulk.results(id)) {
        if (result.state === 'duplicate') continue;
        if (result.state !== 'issued') throw new Error(`row ${result.row} is ${result.state}`);
        auditText(bulk.deps, bulk.chain, bulk.signer(), result.certificate ?? '');
        ids.add(result.id);
        licences.add(result.licence);
      }
    }
    expect([ids.size, licences.size]).to.deep.equal([2 * rows, 2 * rows]);
    expect(bulk.service.reported).to.deep.equal([]);
  });

  it('keep what came whole when the stream breaks, and go on from there', async () => {
    const text = register(2600, (n) => depositRow(n, 900));
    const half = Buffer.from(text).subarray(0, Math.floor(text.length * 0.7));
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield half;
      throw new Error('the connection broke');
    }
    const ended = await bulk.send('', { stream: broken() }).catch((error: Error) => error.message);
    expect(ended).to.equal('the connection broke');
    const { batch, repeated } = await bulk.send(text);
    expect(repeated).to.be.greaterThan(512);
    expect(batch).to.include({ received: 2600, accepted: 2600, duplicates: 0 });
    expect(await bulk.settled(batch.id)).to.include({ state: 'done', issued: 2600 });
    expect(await count(tables.persons)).to.equal(900);
  });

  it('issue every row once when the disk is full, loses replies and breaks in turns, and the senders try again', async () => {
    const text = register(1800, (n) => depositRow(n, 500));
    const { disk } = bulk;
    const { write } = disk;
    let writes = 0;
    disk.write = async (operations) => {
      writes += 1;
      const fault = writes % 5 === 0 ? 'replyLost' : writes % 7 === 0 ? 'broken' : writes % 9 === 0 ? 'full' : 'none';
      // What breaks has written already, and cannot be opened for a while.
      if (fault !== 'broken') disk.fault = fault;
      try {
        await write(operations);
        if (fault !== 'broken') return;
        disk.fault = 'broken';
        throw new StoreUnavailable('the disk broke');
      } finally {
        if (fault !== 'none') setTimeout(() => (disk.fault = 'none'), 5);
      }
    };
    const persist = async (idempotencyKey: string): Promise<IssueBatchRow> => {
      for (let attempt = 1; ; attempt++) {
        try {
          return (await bulk.send(text, { idempotencyKey })).batch;
        } catch (error) {
          const passing = error instanceof StoreUnavailable || error instanceof StoreConflict;
          if (!passing || attempt === 100) throw error;
          await sleep(7);
        }
      }
    };
    const batches = await Promise.all(['register-1', 'register-2'].map(persist));
    for (const { id } of batches) {
      await until(() =>
        bulk.settled(id).then(
          () => true,
          (error) => !(error instanceof StoreUnavailable) && Promise.reject(error),
        ),
      );
    }
    disk.write = write;
    disk.fault = 'none';
    const views = await Promise.all(batches.map(({ id }) => bulk.view(id)));
    const sum = (field: 'accepted' | 'issued' | 'duplicates'): number =>
      views.reduce((all, one) => all + one[field], 0);
    expect([sum('accepted'), sum('issued'), sum('duplicates')]).to.deep.equal([1800, 1800, 1800]);
    expect([await count(tables.persons), await count(tables.rowKeys)]).to.deep.equal([500, 1800]);
    expect(bulk.deps.queue.depth()).to.equal(0);
    const anchored = [...bulk.chain.anchors().values()].reduce((all, { size }) => all + size, 0);
    expect(anchored).to.equal(1800);
    expect(bulk.service.reported).to.deep.equal([]);
  });

  it('leave the key of a row free that was committed to again, with a new key of the signer, and then refused', async () => {
    const signer = bulk.signer();
    const { signTransaction, signEs256 } = signer;
    signer.signTransaction = (transaction) => {
      signer.control.renew();
      signer.signTransaction = signTransaction;
      return signTransaction(transaction);
    };
    const refused = Promise.withResolvers<void>();
    signer.signEs256 = () => {
      refused.resolve();
      return Promise.reject(new SignerRefused('test.no', 'no'));
    };
    await bulk.send(ndjson([depositRow(1)]));
    await refused.promise;
    await until(async () => bulk.deps.queue.depth() === 0);
    signer.signEs256 = signEs256;
    const { batch } = await bulk.send(ndjson([depositRow(1)]), { idempotencyKey: 'again' });
    expect(batch).to.include({ accepted: 1, duplicates: 0 });
    expect(await bulk.settled(batch.id)).to.include({ state: 'done', issued: 1 });
  });

  it('keep nothing of rows in memory that the chain refused', async () => {
    bulk.chain.unaccredited.add(bytesToHex(uriId(nodeSha256, vctOf(bulk.deps, { code: 'deposit', major: 1 }))));
    const { batch } = await bulk.send(ndjson([depositRow(1), depositRow(2)]));
    expect(await bulk.settled(batch.id)).to.include({ failed: 2 });
    expect(bulk.deps.payloads.take({ batch: batch.id, from: 0 })).to.equal(undefined);
  });
});
