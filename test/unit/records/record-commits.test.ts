import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { acceptRecords } from '../../../service/app/records/accept-records.ts';
import { domainOf } from '../../../service/app/records/domain-of.ts';
import { publishRecords } from '../../../service/app/records/publish-records.ts';
import { recordAnswer } from '../../../service/app/records/record-answer.ts';
import { evaluatePlace } from '../../../service/app/records/person-place.ts';
import { commitKey, headKey } from '../../../service/app/records/rows.ts';
import type { CommitRow, HeadRow } from '../../../service/app/records/rows.ts';
import { identityOf } from '../../../service/domain/person-identity.ts';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';
import { prefixEmptyHash } from '../../../service/proof/prefix-tree.ts';
import { NO_PREVIOUS_LEAF } from '../../../service/proof/record.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { proveRecord } from '../../../service/verify/checks/record-proof.ts';
import type { RecordAnswer } from '../../../service/verify/types.ts';
import { FUND, fundBatch, fundRecord, INSURANCE, NOW, openRecordBench, subjectOf } from '../../support/records.ts';
import type { RecordBench } from '../../support/records.ts';

describe('record commits', () => {
  let bench: RecordBench;
  beforeEach(async () => {
    bench = await openRecordBench();
  });
  afterEach(() => bench.close());

  const named = () => domainOf(bench.deps, 'housing-fund');
  const head = () => bench.deps.store.get<HeadRow>(headKey(named().id));
  const rowOf = async (id: string): Promise<CommitRow> =>
    (await bench.deps.store.get<CommitRow>(commitKey(id))) as CommitRow;
  const accept = (people: number[], balance: number) =>
    acceptRecords(bench.deps, FUND, fundBatch(people, balance, bench.now.value - 1000));
  async function ask(n: number, fields = ['balance']): Promise<RecordAnswer> {
    const identity = identityOf(subjectOf(n), NOW);
    const place = await evaluatePlace(bench.deps, named(), identity);
    return recordAnswer(bench.deps, named(), { identity, place }, fields);
  }
  /** Whether the engine finds the answer under the root of the head that the store has. */
  async function isProven(answer: RecordAnswer): Promise<boolean> {
    const proof = proveRecord(nodeSha256, answer);
    const root = (await head())?.root;
    return 'under' in proof && proof.under(root === undefined ? prefixEmptyHash(nodeSha256) : hexToBytes(root));
  }
  const balanceOf = (answer: RecordAnswer) => answer.leaf?.fields.find(({ name }) => name === 'balance')?.value;
  async function commit(people: number[], balance: number, height: number): Promise<CommitRow> {
    const { id } = await accept(people, balance);
    expect(await bench.send()).to.equal(true);
    await bench.confirm(height);
    return rowOf(id);
  }

  it('answers from the newest final root, before, while and after a commit is on its way', async () => {
    await commit([1, 2, 3], 100, 5);
    await accept([2], 200);
    expect(balanceOf(await ask(2))).to.equal(100);
    await bench.send();
    const during = await ask(2);
    expect([balanceOf(during), await isProven(during)]).to.deep.equal([100, true]);
    await bench.confirm(6);
    const after = await ask(2);
    expect([balanceOf(after), await isProven(after), after.epoch]).to.deep.equal([200, true, 2]);
    expect(balanceOf(await ask(1))).to.equal(100);
  });

  it('proves absence for everyone else, also in the empty map', async () => {
    const before = await ask(9);
    expect([before.leaf, before.epoch, await isProven(before)]).to.deep.equal([undefined, undefined, true]);
    await commit([1, 2, 3], 100, 5);
    const after = await ask(9);
    expect([after.leaf, await isProven(after)]).to.deep.equal([undefined, true]);
  });

  it('chains the versions of a record and keeps its key', async () => {
    await commit([1], 100, 5);
    const first = await ask(1);
    expect(first.leaf).to.include({ version: 1, previousLeaf: encodeBase64url(NO_PREVIOUS_LEAF), flags: 0 });
    await commit([1], 200, 6);
    const second = await ask(1);
    expect(second.leaf).to.include({ version: 2, asOf: NOW - 1000 });
    expect(second.leaf?.previousLeaf).to.not.equal(first.leaf?.previousLeaf);
    expect(second.vrf).to.deep.equal(first.vrf);
  });

  it('opens the fields asked for and no others', async () => {
    await commit([1], 100, 5);
    const answer = await ask(1, ['ledger', 'name']);
    expect(answer.leaf?.fields.map(({ name }) => name)).to.deep.equal(['name', 'ledger']);
    expect(await isProven(answer)).to.equal(true);
    expect((await ask(1, [])).leaf?.fields).to.deep.equal([]);
  });

  it('takes batches in the order of acceptance, one commit after the other', async () => {
    const first = await accept([1], 100);
    const second = await accept([1, 2], 200);
    expect(await bench.send()).to.equal(true);
    expect(await bench.send(), 'one is on its way').to.equal(false);
    await bench.confirm(5);
    expect(await bench.send()).to.equal(true);
    await bench.confirm(6);
    expect([(await rowOf(first.id)).epoch, (await rowOf(second.id)).epoch]).to.deep.equal([1, 2]);
    expect((await head())?.count).to.equal(2);
    expect(await bench.send(), 'the queue is empty').to.equal(false);
  });

  it('takes batches of one reading into one commit, as long as no person comes twice', async () => {
    const rows = [await accept([1, 2], 100), await accept([3], 100), await accept([2], 200), await accept([4], 100)];
    bench.now.value += 1;
    const later = await accept([5], 100);
    for (const height of [5, 6, 7]) {
      expect(await bench.send()).to.equal(true);
      await bench.restart();
      await bench.confirm(height);
    }
    expect(await bench.send()).to.equal(false);
    const final = await Promise.all([...rows, later].map(({ id }) => rowOf(id)));
    expect(final.map(({ state, epoch, height }) => [state, epoch, height])).to.deep.equal([
      ['final', 1, 5],
      ['final', 1, 5],
      ['final', 2, 6],
      ['final', 2, 6],
      ['final', 3, 7],
    ]);
    expect((await head())?.count).to.equal(5);
    for (const n of [1, 2, 3, 4, 5]) expect(await isProven(await ask(n)), String(n)).to.equal(true);
    expect([balanceOf(await ask(2)), (await ask(2)).leaf?.version]).to.deep.equal([200, 2]);
  });

  it('goes on after a crash at every step, with the same root and without repeating anything', async () => {
    const { id } = await accept([1, 2], 100);
    await bench.restart();
    expect(await bench.send()).to.equal(true);
    const { newRoot } = await rowOf(id);
    await bench.restart();
    expect(await bench.send(), 'it is on its way already').to.equal(false);
    expect(await bench.outbox()).to.have.length(1);
    await bench.confirm(5);
    await bench.restart();
    expect(await head()).to.include({ root: newRoot, epoch: 1, count: 2, height: 5 });
    expect(await bench.outbox()).to.have.length(0);
    expect(await isProven(await ask(1))).to.equal(true);
  });

  it('leaves the map as it was when the contract refuses, and goes on with the next', async () => {
    await commit([1], 100, 5);
    const before = await head();
    const { id } = await accept([1], 200);
    await accept([1], 300);
    await bench.send();
    await bench.refuse('NotAccredited');
    expect(await rowOf(id)).to.include({ state: 'refused', refusal: 'NotAccredited' });
    expect(await head()).to.deep.equal(before);
    await bench.send();
    await bench.confirm(7);
    expect((await ask(1)).leaf?.version).to.equal(2);
    expect(balanceOf(await ask(1))).to.equal(300);
  });

  it('gives the same request the same commit, also when it comes twice at once', async () => {
    const request = { department: FUND, batch: fundBatch([1, 2], 100), idempotencyKey: 'batch-one', waitMs: 0 };
    const rows = await Promise.all([publishRecords(bench.deps, request), publishRecords(bench.deps, request)]);
    const again = await publishRecords(bench.deps, request);
    expect(new Set([...rows, again].map(({ id }) => id)).size).to.equal(1);
    await bench.send();
    await bench.confirm(5);
    expect(await bench.send()).to.equal(false);
    expect((await publishRecords(bench.deps, request)).state).to.equal('final');
    const other = publishRecords(bench.deps, { ...request, batch: fundBatch([1, 2], 101) });
    expect(await other.catch((error: { code: string }) => error.code)).to.equal('idempotency.mismatch');
  });

  it('gives a person one place although several batches meet them for the first time at once', async () => {
    const requests = [1, 2, 3].map((i) => ({
      department: FUND,
      batch: fundBatch([1], i * 100),
      idempotencyKey: `batch-${i}`,
      waitMs: 0,
    }));
    const rows = await Promise.all(requests.map((request) => publishRecords(bench.deps, request)));
    expect(rows.map(({ place }) => place).sort()).to.deep.equal([1, 2, 3]);
    for (const height of [5, 6, 7]) {
      expect(await bench.send()).to.equal(true);
      await bench.confirm(height);
    }
    expect(await head()).to.include({ count: 1, epoch: 3 });
    expect((await ask(1)).leaf?.version).to.equal(3);
  });

  it('leaves nothing readable of a person in the data folder', async () => {
    await commit([1], 12345.67, 5);
    await bench.deps.store.close();
    const store = join(bench.folder, 'store');
    const files = readdirSync(store, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
    expect(bytes.includes('record.stated'), 'the search finds what is readable').to.equal(true);
    for (const secret of [subjectOf(1).number, '第1人', '示例单位', '12345.67', '99001']) {
      expect(bytes.includes(secret), secret).to.equal(false);
    }
  });

  const refusals: [string, string, () => Promise<unknown>][] = [
    ['another department', 'record.notInCharge', () => acceptRecords(bench.deps, INSURANCE, fundBatch([1], 1))],
    [
      'an unknown domain',
      'record.domainUnknown',
      () => acceptRecords(bench.deps, FUND, { ...fundBatch([1], 1), domain: 'x' }),
    ],
    [
      'the reserved log',
      'record.domainUnknown',
      () => acceptRecords(bench.deps, FUND, { ...fundBatch([1], 1), domain: 'log' }),
    ],
    ['the same person twice', 'record.fieldsInvalid', () => accept([1, 2, 1], 1)],
    [
      'a source read in the future',
      'record.timesInvalid',
      () => acceptRecords(bench.deps, FUND, fundBatch([1], 1, NOW + 1)),
    ],
    [
      'coverage beyond the reading',
      'record.timesInvalid',
      () => acceptRecords(bench.deps, FUND, { ...fundBatch([1], 1), coverage: { from: 1, through: NOW } }),
    ],
    [
      'coverage that ends before it begins',
      'record.timesInvalid',
      () => acceptRecords(bench.deps, FUND, { ...fundBatch([1], 1), coverage: { from: 2, through: 1 } }),
    ],
    [
      'a number with a wrong check digit',
      'subject.invalid',
      () =>
        acceptRecords(bench.deps, FUND, {
          ...fundBatch([1], 1),
          records: [{ ...fundRecord(1, 1), subject: { idType: 'citizen-id', number: '990000198001010011' } }],
        }),
    ],
  ];
  for (const [what, code, attempt] of refusals) {
    it(`refuses ${what} and keeps nothing of it`, async () => {
      const { seq } = await bench.deps.store.head();
      expect(await attempt().catch((error: { code: string }) => error.code)).to.equal(code);
      expect((await bench.deps.store.head()).seq).to.equal(seq);
    });
  }

  it('refuses a reading older than the one before', async () => {
    await accept([1], 1);
    const older = acceptRecords(bench.deps, FUND, fundBatch([1], 1, NOW - 2000));
    expect(await older.catch((error: { code: string }) => error.code)).to.equal('record.timesInvalid');
  });
});
