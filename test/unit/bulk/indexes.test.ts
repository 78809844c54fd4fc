import { expect } from 'chai';
import { listIssueBatches } from '../../../service/app/bulk/list-issue-batches.ts';
import { chooseCertificates } from '../../../service/app/status-batches/choose-certificates.ts';
import { idsOfLicences } from '../../../service/app/status-batches/ids-of-licences.ts';
import {
  FIRST_VERSION,
  licenceIdentifier,
  parseLicenceIdentifier,
} from '../../../service/domain/licence-identifier.ts';
import type { LicenceIdentifier } from '../../../service/domain/licence-identifier.ts';
import type { Store } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import { BULK_NOW, openBulk } from '../../support/bulk/bulk-service.ts';
import type { Bulk } from '../../support/bulk/bulk-service.ts';
import { depositRow, ndjson, register } from '../../support/bulk/register.ts';
import { CIVIL, HOUSING } from '../../support/issuing/test-region.ts';

describe('What a department has among all registers', () => {
  let bulk: Bulk;
  // Registers are in the order of the seconds in which they were opened.
  let seconds = BULK_NOW;
  beforeEach(async () => {
    bulk = await openBulk({ now: () => seconds++ });
  });
  afterEach(() => bulk.close());

  const rowsFrom = (start: number, count: number) =>
    ndjson(Array.from({ length: count }, (_, n) => depositRow(start + n)));
  const marriages = () =>
    bulk.send(register(4), {
      ...{ department: CIVIL, actor: `department/${CIVIL}`, type: 'marriage', idempotencyKey: 'register-c' },
    });
  const list = async (department: string, limit = 10, before?: string) =>
    (await listIssueBatches(bulk.deps, department, { before, limit })).map(({ id }) => id);
  const licencesOf = async (id: string) =>
    (await bulk.results(id)).flatMap((row) => (row.state === 'issued' ? [[row.licence, row.id] as const] : []));

  it('is listed newest first, a page at a time, without those of others', async () => {
    const first = (await bulk.send(rowsFrom(0, 2), { idempotencyKey: 'register-1' })).batch.id;
    const other = (await marriages()).batch.id;
    const second = (await bulk.send(rowsFrom(2, 2), { idempotencyKey: 'register-2' })).batch.id;
    expect(await list(HOUSING)).to.deep.equal([second, first]);
    expect(await list(HOUSING, 1)).to.deep.equal([second]);
    expect(await list(HOUSING, 1, second)).to.deep.equal([first]);
    expect(await list(HOUSING, 1, first)).to.deep.equal([]);
    expect(await list(CIVIL)).to.deep.equal([other]);
    expect(await list('12370500MB0000009X')).to.deep.equal([]);
  });

  it('is found by licence, in the chunk where it lies and in no other', async () => {
    const { batch } = await bulk.send(register(1100));
    await marriages();
    await bulk.send(rowsFrom(1100, 3), { idempotencyKey: 'register-2' });
    await bulk.settled(batch.id);
    const licences = await licencesOf(batch.id);
    expect(licences).to.have.length(1100);
    expect([
      ...(await idsOfLicences(
        bulk.deps,
        HOUSING,
        licences.map(([licence]) => licence),
      )),
    ]).to.have.deep.members(licences);
    let read = 0;
    const store: Store = {
      ...bulk.deps.store,
      get: (key) => {
        if (key[0] === tables.issueChunks) read++;
        return bulk.deps.store.get(key);
      },
    };
    const [licence, id] = licences[700]!;
    expect([...(await idsOfLicences({ ...bulk.deps, store }, HOUSING, [licence]))]).to.deep.equal([[licence, id]]);
    expect(read).to.equal(1);
  });

  it('is not found where a licence names nothing of it', async () => {
    const { batch } = await bulk.send(register(3));
    await bulk.settled(batch.id);
    const [[licence]] = (await licencesOf(batch.id)) as [[string, string]];
    const parts = parseLicenceIdentifier(licence) as LicenceIdentifier;
    const serial = (n: string) => licenceIdentifier({ ...parts, serial: n });
    const wrong = [
      licenceIdentifier({ ...parts, version: '002' }),
      licenceIdentifier({ ...parts, issuer: CIVIL }),
      licenceIdentifier({ ...parts, typeCode: `${parts.typeCode.slice(0, -1)}2` }),
      serial(`${parts.serial.slice(0, 4)}${'9'.repeat(parts.serial.length - 4)}`),
      serial(`${parts.serial.slice(0, 4)}${'0'.repeat(parts.serial.length - 4)}`),
      serial(`1${parts.serial.slice(1)}`),
      serial(`${parts.serial.slice(0, 4)}${'Z'.repeat(parts.serial.length - 4)}`),
    ];
    expect(parts.version).to.equal(FIRST_VERSION);
    expect((await idsOfLicences(bulk.deps, HOUSING, wrong)).size).to.equal(0);
    expect((await idsOfLicences(bulk.deps, CIVIL, [licence, ...wrong])).size).to.equal(0);
  });

  it('is found by the time it was accepted, also after the clock was set back', async () => {
    const chosen = async (acceptedFrom: number, acceptedThrough: number) => {
      const query = { type: 'deposit', acceptedFrom, acceptedThrough };
      return [...(await chooseCertificates(bulk.deps, HOUSING, query)).keys()];
    };
    const idsIn = async (id: string) => (await licencesOf(id)).map(([, certificate]) => certificate);
    const begin = (seconds += 10);
    const first = (await bulk.send(rowsFrom(0, 3), { idempotencyKey: 'register-1' })).batch.id;
    await bulk.settled(first);
    const between = (seconds += 100_000);
    const second = (await bulk.send(rowsFrom(3, 3), { idempotencyKey: 'register-2' })).batch.id;
    await bulk.settled(second);
    const end = seconds;
    seconds = begin - 5_000;
    const third = (await bulk.send(rowsFrom(6, 3), { idempotencyKey: 'register-3' })).batch.id;
    await bulk.settled(third);
    expect(await chosen(begin, between - 1)).to.have.members(await idsIn(first));
    expect(await chosen(between, end)).to.have.members(await idsIn(second));
    expect(await chosen(begin - 5_000, begin - 1)).to.have.members(await idsIn(third));
    expect(await chosen(end + 1, end + 9)).to.deep.equal([]);
  });
});
