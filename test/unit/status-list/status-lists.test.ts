import { setTimeout as sleep } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { openStatusLists } from '../../../service/app/status-list/status-lists.ts';
import type { StatusListDeps } from '../../../service/app/status-list/publish-list.ts';
import { groupOf } from '../../../service/app/issuing/deps.ts';
import { listedKey } from '../../../service/app/status-list/rows.ts';
import type { ListedRow } from '../../../service/app/status-list/rows.ts';
import { decodeBase64url } from '../../../service/proof/base64url.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';
import { statusWordSlot } from '../../../service/proof/storage-layout.ts';
import { statusAt } from '../../../service/verify/status/status-list.ts';
import { ChainUnreachable } from '../../../service/ports/chain-reader.ts';
import type { ChainReader } from '../../../service/ports/chain-reader.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { createRegion, NOW, primitives } from '../../support/engine/region.ts';
import { openIssuing } from '../../support/issuing/service.ts';
import type { Issuing } from '../../support/issuing/service.ts';
import { HOUSING, testRegion } from '../../support/issuing/test-region.ts';

const PATH = { department: HOUSING, type: 'deposit', major: 1, range: 0 };

describe('Making status lists', () => {
  // Its state proofs are genuine; that nothing was ever revoked there is all that matters here.
  const chain = createRegion();
  let city: Issuing;
  let signed: number;
  let asked: number;
  let clock: { now(): number };
  let offset: number;
  let evidence: ChainReader['evidence'];
  let lists: ReturnType<typeof openStatusLists>;

  beforeEach(async () => {
    city = await openIssuing();
    await city.issue();
    [signed, asked, offset] = [0, 0, 0];
    clock = { now: () => NOW + offset };
    evidence = async ({ slots }) => {
      asked += 1;
      await sleep(20);
      return chain.evidence(slots, { time: NOW + offset }) as Awaited<ReturnType<ChainReader['evidence']>>;
    };
    const signer = city.signer();
    const counting = { ...signer, signEs256: (message: Uint8Array) => ((signed += 1), signer.signEs256(message)) };
    const deps: StatusListDeps = {
      ...{ store: city.deps.store, clock, primitives, sha256: primitives.sha256, region: testRegion },
      trustedPoint: chain.trustedPoint,
      reader: { evidence: (question) => evidence(question) },
      signers: { departments: () => [HOUSING], for: () => counting },
    };
    lists = openStatusLists(deps);
  });
  afterEach(async () => {
    lists.stop();
    await city.close();
  });
  const change = () =>
    city.deps.store.commit({
      events: [{ type: 'status.changed', v: 1, subject: 'x', actor: 'test', facts: { department: HOUSING } }],
    });

  it('is done once for all who ask at the same time, and again only when it is due', async () => {
    await Promise.all(Array.from({ length: 20 }, () => lists.read(PATH)));
    await lists.read(PATH);
    expect([signed, asked]).to.deep.equal([1, 1]);
    offset = 49;
    expect((await lists.read(PATH)).maxAgeSeconds).to.equal(1);
    expect(signed).to.equal(1);
    offset = 50;
    await lists.read(PATH);
    expect(signed).to.equal(2);
  });

  it('is done once more, not once for each, when statuses change while one is made', async () => {
    const first = lists.read(PATH);
    const later: Promise<unknown>[] = [];
    for (let i = 0; i < 10; i++) {
      await change();
      later.push(lists.read(PATH));
    }
    await Promise.all([first, ...later]);
    expect(signed).to.equal(2);
    await lists.read(PATH);
    expect(signed).to.equal(2);
    await change();
    await lists.read(PATH);
    expect(signed).to.equal(3);
  });

  it('is not done without a proven and fresh answer of the chain', async () => {
    const { token } = await lists.read(PATH);
    const honest = evidence;
    const without: [string, ChainReader['evidence']][] = [
      ['no answer', async () => Promise.reject(new ChainUnreachable('away'))],
      ['a forged header', async (question) => ({ ...(await honest(question)), header: '0xc0' })],
      [
        'old votes',
        async ({ slots }) => chain.evidence(slots, { time: NOW - 400 }) as Awaited<ReturnType<typeof honest>>,
      ],
    ];
    for (const [what, answer] of without) {
      evidence = answer;
      offset = 60;
      expect(await lists.read(PATH), what).to.deep.equal({ token, maxAgeSeconds: 0 });
      offset = chain.trustedPoint.maxAgeSeconds;
      expect(await codeOf(lists.read(PATH)), what).to.equal('chain.unreachable');
    }
    expect(signed).to.equal(1);
    [evidence, offset] = [honest, 300];
    expect((await lists.read(PATH)).token).not.to.equal(token);
  });

  it('lists what the chain proves, whatever the store believes', async () => {
    const anchor = `0x${'5a'.repeat(32)}` as const;
    const group = groupOf({ sha256: primitives.sha256 }, HOUSING, `${testRegion.base}/types/deposit/1`);
    const word = new Uint8Array(32);
    // Leaf 1 revoked, leaf 2 suspended, the others valid: two bits each, from the right.
    word[31] = (1 << 2) | (2 << 4);
    chain.set(chain.trustedPoint.contracts.certificateAnchors, statusWordSlot(hexToBytes(anchor), 0), word);
    const believed = [1, 0, 2, 3];
    const rows = believed.map((status, index): ListedRow => ({
      listIndex: index,
      status,
      anchor: { id: anchor, index },
    }));
    await city.deps.store.commit({ put: rows.map((row) => [listedKey(group, row.listIndex), row]) });
    const { token } = await lists.read(PATH);
    const payload = JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString()) as {
      iat: number;
      status_list: { lst: string };
    };
    const list = inflateSync(decodeBase64url(payload.status_list.lst));
    expect([0, 1, 2, 3, 4].map((index) => statusAt(list, 2, index))).to.deep.equal([0, 1, 2, 0, 0]);
    expect(payload.iat).to.equal(NOW);
    await change();
    await lists.read(PATH);
    expect(asked).to.equal(2);
    const kept = await city.deps.store.get<ListedRow>(listedKey(group, 1));
    expect(kept).to.deep.include({ status: 1 }).and.have.property('provenAt').that.is.a('number');
  });

  it('waits for a stopped signer with the last list, and knows no list that nobody names', async () => {
    const { token } = await lists.read(PATH);
    city.signer().control.stopped = true;
    offset = 60;
    expect((await lists.read(PATH)).token).to.equal(token);
    offset = 300;
    expect(await codeOf(lists.read(PATH))).to.equal('signer.unavailable');
    for (const other of [{ range: 1 }, { type: 'loan' }, { type: 'none' }, { major: 2 }, { range: 2 ** 50 }]) {
      expect(await codeOf(lists.read({ ...PATH, ...other }))).to.equal('status.listUnknown');
    }
  });
});
