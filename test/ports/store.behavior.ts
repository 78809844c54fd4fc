import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { eventHash, firstBrokenEvent, LOG_START } from '../../service/domain/event-log.ts';
import type {
  Commit,
  Committed,
  LoggedEvent,
  NewEvent,
  OutboxItem,
  Store,
  StoreKey,
} from '../../service/ports/store.ts';
import { tables } from '../../service/ports/tables.ts';
import { keepsPackedEntries } from './packed-entries.behavior.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const event = (type: string, facts?: Record<string, unknown>): NewEvent => ({
  type,
  v: 1,
  subject: 'c0ffee00-0000-4000-8000-000000000000',
  actor: 'system',
  ...(facts && { facts }),
});

/** A store under test: `reopen` closes it as a program would and opens the same data again. */
export type StoreUnderTest = { store: Store; reopen(): Promise<Store>; cleanup(): Promise<void> };

/** Runs an operation and gives the code of the error it must end with. */
export async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: { code?: unknown }) => error.code ?? error,
  );
}

async function all<T>(entries: AsyncIterable<[StoreKey, T]>): Promise<T[]> {
  const values: T[] = [];
  for await (const [, value] of entries) values.push(value);
  return values;
}

const A: StoreKey = [tables.settings, 100, new Uint8Array(16).fill(1)];
const B: StoreKey = [tables.settings, 100, new Uint8Array(16).fill(2)];
const C: StoreKey = [tables.settings, 101, new Uint8Array(16).fill(0)];

/**
 * What any store promises (service/ports/store.ts).
 *
 * @param openStore opens an empty one whose clock says 1,000
 */
export function behavesLikeAStore(openStore: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest;
  let store: Store;

  beforeEach(async () => {
    under = await openStore();
    store = under.store;
  });
  afterEach(async () => {
    await store.close();
    await under.cleanup();
  });

  describe('a commit', () => {
    it('makes puts, deletions, events and outbox items visible together', async () => {
      await store.commit({ put: [[A, { old: true }]] });
      const committed = await store.commit({
        put: [[B, { n: 1 }]],
        del: [A],
        events: [event('one')],
        outbox: [{ kind: 'k', ref: 'r', signer: 's', to: '0x1', data: '0x' }],
      });
      expect(await store.get(A)).to.equal(undefined);
      expect(await store.get(B)).to.deep.equal({ n: 1 });
      expect(await store.get([tables.events, committed.seq])).to.deep.equal(committed.events[0]);
      expect(await store.get([tables.outbox, committed.outbox[0]?.id ?? 0])).to.deep.equal(committed.outbox[0]);
    });

    it('is still there after the store was closed and opened again', async () => {
      await store.commit({ put: [[A, { n: 1 }]], events: [event('one')] });
      const head = await store.head();
      store = await under.reopen();
      expect(await store.get(A)).to.deep.equal({ n: 1 });
      expect(await store.head()).to.deep.equal(head);
    });

    it('that holds what cannot be stored is refused whole, and only it', async () => {
      const ends = await Promise.allSettled([
        store.commit({}),
        store.commit({
          put: [
            [A, 1],
            [B, undefined],
          ],
        }),
        store.commit({ put: [[A, 1]], del: [[A[0], -1]] }),
        store.commit({ put: [[C, 1]] }),
      ]);
      expect(ends.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      expect(await store.getMany([A, B, C])).to.deep.equal([undefined, undefined, 1]);
    });

    it('of nothing changes nothing', async () => {
      const before = await store.head();
      expect(await store.commit({})).to.deep.include({ seq: before.seq, events: [], outbox: [] });
      expect(await store.head()).to.deep.equal(before);
    });

    it('keeps values as JSON does, numbers and rare characters included', async () => {
      const value = { n: 0.1, deep: [null, true, { text: '𠮷·ü\u0000' }] };
      await store.commit({ put: [[A, value]] });
      expect(await store.get(A)).to.deep.equal(value);
    });
  });

  describe('an expectation', () => {
    const refused: Commit = {
      expect: [{ key: A, value: { n: 2 } }],
      put: [[B, 'never']],
      events: [event('never')],
      outbox: [{ kind: 'never', ref: '', signer: '', to: '0x1', data: '0x' }],
    };

    it('that does not hold refuses the commit and leaves no trace of it', async () => {
      await store.commit({ put: [[A, { n: 1 }]] });
      const before = await store.head();
      expect(await codeOf(store.commit(refused))).to.equal('store.conflict');
      expect(await store.get(B)).to.equal(undefined);
      expect(await store.head()).to.deep.equal(before);
      expect(await all(store.range([tables.outbox]))).to.deep.equal([]);
    });

    it('of absence holds only while there is nothing', async () => {
      const create: Commit = { expect: [{ key: A, value: undefined }], put: [[A, 1]] };
      await store.commit(create);
      expect(await codeOf(store.commit(create))).to.equal('store.conflict');
    });

    it('compares values, not the order of their fields', async () => {
      await store.commit({ put: [[A, { a: 1, b: [2], c: undefined }]] });
      await store.commit({ expect: [{ key: A, value: { b: [2], a: 1 } }], put: [[A, 'changed']] });
      expect(await store.get(A)).to.equal('changed');
    });

    it('lets exactly one of many simultaneous commits win', async () => {
      const tries = Array.from({ length: 50 }, (_, n) =>
        store.commit({ expect: [{ key: A, value: undefined }], put: [[A, n]], events: [event('won', { n })] }),
      );
      const results = await Promise.allSettled(tries);
      const won = results.filter(({ status }) => status === 'fulfilled');
      expect(won).to.have.length(1);
      const winner = (won[0] as PromiseFulfilledResult<Committed>).value.events[0]?.facts;
      expect(await store.get(A)).to.equal(winner?.['n']);
      expect((await store.head()).seq).to.equal(1);
    });

    it('sees what commits before it in the same moment wrote', async () => {
      const first = store.commit({ put: [[A, 1]] });
      const second = store.commit({ expect: [{ key: A, value: 1 }], put: [[A, 2]] });
      const third = store.commit({ expect: [{ key: A, value: 1 }], put: [[A, 3]] });
      expect((await Promise.all([first, second, codeOf(third)]))[2]).to.equal('store.conflict');
      expect(await store.get(A)).to.equal(2);
    });
  });

  keepsPackedEntries(() => under);

  describe('the event log', () => {
    it('begins at seq 0 with the hash of nothing', async () => {
      expect(await store.head()).to.deep.equal({ seq: 0, hash: LOG_START });
    });

    it('numbers events without gap and links each to the one before, through a restart', async () => {
      await store.commit({ events: [event('a'), event('b', { n: 1 })] });
      store = await under.reopen();
      await Promise.all(['c', 'd', 'e'].map((type) => store.commit({ events: [event(type)] })));
      const events = await all(store.range<LoggedEvent>([tables.events]));
      expect(events.map(({ seq, type }) => [seq, type])).to.deep.equal([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
        [4, 'd'],
        [5, 'e'],
      ]);
      expect(firstBrokenEvent(sha256, { seq: 0, hash: LOG_START }, events)).to.equal(undefined);
      expect(await store.head()).to.deep.equal({ seq: 5, hash: events[4]?.hash });
    });

    it('gives each event the time of its commit', async () => {
      const { events } = await store.commit({ events: [event('a')] });
      expect(events[0]?.at).to.equal(1000);
      expect(events[0]?.hash).to.equal(eventHash(sha256, events[0] as LoggedEvent));
    });
  });

  describe('the outbox', () => {
    it('gives ids that rise and are not used again after items are gone', async () => {
      const item = { kind: 'k', ref: 'r', signer: 's', to: '0x1', data: '0x' };
      const first = await store.commit({ outbox: [item, item] });
      const ids = first.outbox.map(({ id }) => id);
      await store.commit({ del: ids.map((id): StoreKey => [tables.outbox, id]) });
      store = await under.reopen();
      const second = await store.commit({ outbox: [item] });
      expect(second.outbox[0]?.id).to.be.greaterThan(Math.max(...ids));
      expect(await all(store.range<OutboxItem>([tables.outbox]))).to.deep.equal([
        { ...item, id: ids.length + 1, at: 1000 },
      ]);
    });
  });

  describe('a range', () => {
    beforeEach(async () => {
      await store.commit({ put: [A, B, C].map((key, n): [StoreKey, unknown] => [key, n]) });
    });

    it('gives keys in memory of their own, with nothing of the store around them', async () => {
      for await (const [key] of store.range([tables.settings, 100])) {
        const { buffer, byteLength } = key[1] as Uint8Array;
        expect(buffer.byteLength).to.equal(byteLength);
      }
    });

    it('holds the entries under a prefix in key order', async () => {
      expect(await all(store.range([tables.settings, 100]))).to.deep.equal([0, 1]);
      expect(await all(store.range([tables.settings, 101]))).to.deep.equal([2]);
      expect(await all(store.range([tables.settings, 102]))).to.deep.equal([]);
    });

    it('runs backwards, from a start that it includes, and at most as far as asked', async () => {
      expect(await all(store.range([tables.settings, 100], { reverse: true }))).to.deep.equal([1, 0]);
      expect(await all(store.range([tables.settings, 100], { from: B }))).to.deep.equal([1]);
      expect(await all(store.range([tables.settings, 100], { from: A, reverse: true }))).to.deep.equal([0]);
      expect(await all(store.range([tables.settings, 100], { limit: 1 }))).to.deep.equal([0]);
    });

    it('gives keys that get and delete what they name', async () => {
      for await (const [key, value] of store.range([tables.settings, 100])) {
        expect(await store.get(key)).to.equal(value);
        await store.commit({ del: [key] });
      }
      expect(await all(store.range([tables.settings, 100]))).to.deep.equal([]);
      expect(await store.get(C)).to.equal(2);
    });
  });

  describe('a listener', () => {
    it('hears every commit in order once it is durable, until it stops', async () => {
      const heard: number[] = [];
      const stop = store.onCommit(({ seq }) => heard.push(seq));
      await Promise.all([1, 2, 3].map(() => store.commit({ events: [event('a')] })));
      stop();
      await store.commit({ events: [event('b')] });
      expect(heard).to.deep.equal([1, 2, 3]);
    });

    it('hears nothing of a refused commit', async () => {
      const heard: Committed[] = [];
      store.onCommit((committed) => heard.push(committed));
      await codeOf(store.commit({ expect: [{ key: A, value: 1 }], events: [event('a')] }));
      expect(heard).to.deep.equal([]);
    });
  });

  describe('closing', () => {
    it('first finishes the commits that were given before', async () => {
      const commits = [1, 2, 3].map((n) => store.commit({ put: [[A, n]] }));
      const closed = store.close();
      await Promise.all([...commits, closed]);
      store = await under.reopen();
      expect(await store.get(A)).to.equal(3);
    });

    it('refuses what comes after', async () => {
      await store.close();
      expect(await codeOf(store.commit({}))).to.equal('store.unavailable');
      expect(await codeOf(store.get(A))).to.equal('store.unavailable');
    });
  });
}
