import { expect } from 'chai';
import { chunkTexts } from '../../../service/app/bulk/rebuild-rows.ts';
import { StoreUnavailable } from '../../../service/ports/store.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import { openBulk } from '../../support/bulk/bulk-service.ts';
import type { Bulk } from '../../support/bulk/bulk-service.ts';
import { depositRow, ndjson, register } from '../../support/bulk/register.ts';
import { auditText } from '../../support/issuing/audit.ts';

describe('A register of many rows', () => {
  let bulk: Bulk;
  beforeEach(async () => void (bulk = await openBulk()));
  afterEach(() => bulk.close());

  it('is issued row by row: every row one certificate that verifies, with a licence of its own', async () => {
    const { batch, repeated } = await bulk.send(register(1100));
    expect(batch).to.include({ received: 1100, accepted: 1100, rejected: 0, duplicates: 0, complete: true });
    expect(repeated).to.equal(0);
    expect(await bulk.settled(batch.id)).to.include({ state: 'done', issued: 1100, failed: 0 });
    const results = await bulk.results(batch.id);
    expect(results.map(({ row }) => row)).to.deep.equal(Array.from({ length: 1100 }, (_, n) => n + 1));
    const licences = new Set<string>();
    const places = new Set<string>();
    for (const result of results) {
      if (result.state !== 'issued') throw new Error(`row ${result.row} is ${result.state}`);
      licences.add(result.licence);
      const payload = auditText(bulk.deps, bulk.chain, bulk.signer(), result.certificate ?? '');
      expect(payload['licence']).to.equal(result.licence);
      const { idx, uri } = (payload['status'] as { status_list: { idx: number; uri: string } }).status_list;
      places.add(`${uri} ${idx}`);
      // Signed bytes are canonical, though the text is put together of parts.
      const [, body = ''] = (result.certificate ?? '').split('.');
      expect(Buffer.from(body, 'base64url').toString()).to.equal(canonicalJson(payload));
    }
    expect([licences.size, places.size]).to.deep.equal([1100, 1100]);
    expect(bulk.service.reported).to.deep.equal([]);
  });

  it('with the same rows again issues nothing and says so', async () => {
    const first = await bulk.send(register(600));
    const again = await bulk.send(register(600));
    expect(again).to.deep.equal({ batch: first.batch, repeated: 600 });
    const other = await bulk.send(register(601), { idempotencyKey: 'register-2' });
    expect(other.batch).to.include({ received: 601, accepted: 1, duplicates: 600, rejected: 0 });
    const [duplicate] = await bulk.results(other.batch.id);
    const [original] = await bulk.results(first.batch.id);
    expect(duplicate).to.deep.equal({ row: 1, state: 'duplicate', id: (original as { id: string }).id });
  });

  it('fails row by row: each wrong one names its field, the rest is issued', async () => {
    const rows = [
      depositRow(0),
      { ...depositRow(1), subject: { idType: 'citizen-id', number: '990101194910010014' } },
      { ...depositRow(2), claims: { name: 'x'.repeat(201), grade: 'A' } },
      { ...depositRow(3), type: 'loan' },
      depositRow(4),
      { ...depositRow(5), key: 'K1' },
      { ...depositRow(6), key: 'K1' },
    ];
    const { batch } = await bulk.send(`${ndjson(rows)}not json\n${JSON.stringify(depositRow(0))}`);
    expect(batch).to.include({ received: 9, accepted: 3, rejected: 5, duplicates: 1 });
    await bulk.settled(batch.id);
    const results = await bulk.results(batch.id, 0, false);
    const errors = results.map((one) =>
      'errors' in one ? `${one.errors[0]?.code} ${one.errors[0]?.path}` : one.state,
    );
    expect(errors).to.deep.equal([
      'issued',
      'subject.invalid /subject/number',
      'certificate.claimsInvalid /claims/name',
      'row.typeDiffers /type',
      'issued',
      'issued',
      'row.keyTaken /key',
      'row.malformed ',
      'duplicate',
    ]);
  });

  it('takes no row for one whose person was erased when its texts are not in the store', async () => {
    const { batch } = await bulk.send(register(3));
    await bulk.settled(batch.id);
    const { store } = bulk.deps;
    const without = { ...store, get: async () => undefined };
    const trouble = await chunkTexts({ store: without }, { batch: batch.id, from: 0 }).catch((error: unknown) => error);
    expect(trouble).to.be.instanceOf(StoreUnavailable);
  });
});
