import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Level } from 'level';
import { openLevelStore } from '../../../service/adapters/level/open-level-store.ts';
import { createStore } from '../../../service/adapters/level/store.ts';
import { encodeKey } from '../../../service/ports/store-key.ts';
import { tables } from '../../../service/ports/tables.ts';
import { StoreUnavailable } from '../../../service/ports/store.ts';
import type { Commit, NewEvent, Store, StoreKey } from '../../../service/ports/store.ts';
import { behavesLikeAStore, codeOf } from '../../ports/store.behavior.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';

const clock = { now: () => 1000 };
const KEY: StoreKey = [tables.settings, 100];

describe('a store on LevelDB', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhenglian-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  behavesLikeAStore(async () => {
    const path = mkdtempSync(join(tmpdir(), 'zhenglian-store-'));
    let store = await openLevelStore(join(path, 'a', 'store'), clock);
    return {
      store,
      async reopen() {
        await store.close();
        store = await openLevelStore(join(path, 'a', 'store'), clock);
        return store;
      },
      async cleanup() {
        rmSync(path, { recursive: true, force: true });
      },
    };
  });

  it('says its format under the first key', async () => {
    const store = await openLevelStore(folder, clock);
    await store.close();
    const db = new Level<Uint8Array, string>(folder, { keyEncoding: 'view' });
    const [first] = await db.iterator({ limit: 1 }).all();
    await db.close();
    expect(first).to.deep.equal([Buffer.from([0, 0]), '{"format":3}']);
  });

  async function writeRaw(key: StoreKey, value: string): Promise<void> {
    const db = new Level<Uint8Array, string>(folder, { keyEncoding: 'view' });
    await db.put(encodeKey(key), value);
    await db.close();
  }

  it('of another version is refused and left as it is', async () => {
    await writeRaw([tables.format], '{"format":1}');
    expect(await codeOf(openLevelStore(folder, clock))).to.equal('store.formatUnknown');
    const db = new Level<Uint8Array, string>(folder, { keyEncoding: 'view' });
    expect(await db.iterator().all()).to.have.length(1);
    await db.close();
    expect(existsSync(join(folder, 'texts')), 'nothing is put beside it').to.equal(false);
  });

  it('that holds data but no format is refused', async () => {
    await writeRaw(KEY, '1');
    expect(await codeOf(openLevelStore(folder, clock))).to.equal('store.formatUnknown');
  });

  describe('with texts that are written once', () => {
    const TEXT: StoreKey = [tables.issueChunkTexts, new Uint8Array(16), 0];
    const text = (value: string): Uint8Array => Buffer.from(value);
    const ROW_AND_TEXT: Commit = {
      put: [
        [KEY, 'row'],
        [TEXT, text('text')],
      ],
    };

    it('keeps them in an engine of their own, together with what is committed beside them', async () => {
      const store = await openLevelStore(folder, clock);
      await store.commit(ROW_AND_TEXT);
      await store.close();
      const texts = new Level<Uint8Array, string>(join(folder, 'texts'), { keyEncoding: 'view' });
      expect(await texts.values().all()).to.deep.equal(['text']);
      await texts.close();
      const again = await openLevelStore(folder, clock);
      expect(await again.getMany([KEY, TEXT])).to.deep.equal(['row', text('text')]);
      expect(await again.get(TEXT)).to.deep.equal(text('text'));
      for await (const [, value] of again.range([tables.issueChunkTexts])) expect(value).to.deep.equal(text('text'));
      await again.close();
    });

    it('writes over what was on disk when the process died before the rows were', async () => {
      const store = await openLevelStore(folder, clock);
      await store.close();
      const texts = new Level<Uint8Array, Uint8Array>(join(folder, 'texts'), {
        keyEncoding: 'view',
        valueEncoding: 'view',
      });
      await texts.put(encodeKey(TEXT), text('of rows that never came'));
      await texts.close();
      const again = await openLevelStore(folder, clock);
      await again.commit({ put: [[TEXT, text('of rows that came')]] });
      expect(await again.get(TEXT)).to.deep.equal(text('of rows that came'));
      await again.close();
    });

    it('refuses to delete them: it could not be undone when the rest of the commit fails', async () => {
      const store = await openLevelStore(folder, clock);
      await store.commit({ put: [[TEXT, text('text')]] });
      const refused = await store.commit({ del: [TEXT] }).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(TypeError);
      expect(await store.get(TEXT)).to.deep.equal(text('text'));
      await store.close();
    });

    it('is refused without their folder, and opens when it is there again', async () => {
      const store = await openLevelStore(folder, clock);
      await store.commit(ROW_AND_TEXT);
      await store.close();
      renameSync(join(folder, 'texts'), join(folder, 'elsewhere'));
      expect(await codeOf(openLevelStore(folder, clock))).to.equal('store.unavailable');
      expect(existsSync(join(folder, 'texts'))).to.equal(false);
      renameSync(join(folder, 'elsewhere'), join(folder, 'texts'));
      const again = await openLevelStore(folder, clock);
      expect(await again.getMany([KEY, TEXT])).to.deep.equal(['row', text('text')]);
      await again.close();
    });

    it('is not open when their engine does not open, and opens when it does', async () => {
      const store = await openLevelStore(folder, clock);
      await store.close();
      const texts = new Level(join(folder, 'texts'));
      await texts.open();
      expect(await codeOf(openLevelStore(folder, clock))).to.equal('store.unavailable');
      await texts.close();
      await (await openLevelStore(folder, clock)).close();
    });
  });

  it('that another program has open is unavailable', async () => {
    const store = await openLevelStore(folder, clock);
    expect(await codeOf(openLevelStore(folder, clock))).to.equal('store.unavailable');
    await store.close();
  });
});

describe('a store on a disk that drops what was not synced', () => {
  behavesLikeAStore(async () => {
    const disk = createMemoryDisk();
    const store = await createStore(disk, clock);
    return {
      store,
      reopen() {
        disk.crash();
        return createStore(disk, clock);
      },
      cleanup: async () => undefined,
    };
  });

  describe('when power fails', () => {
    it('has acknowledged nothing that it then does not have', async () => {
      const disk = createMemoryDisk();
      const store = await createStore(disk, clock);
      await store.commit({ put: [[KEY, 'before']] });
      disk.syncing = new Promise(() => undefined);
      let acknowledged = false;
      void store.commit({ put: [[KEY, 'after']] }).then(() => (acknowledged = true));
      await new Promise((resolve) => setTimeout(resolve, 20));
      disk.crash();
      disk.syncing = undefined;
      const again = await createStore(disk, clock);
      expect(acknowledged).to.equal(false);
      expect(await again.get(KEY)).to.equal('before');
    });

    it('shows no reader what is not yet durable', async () => {
      const disk = createMemoryDisk();
      const store = await createStore(disk, clock);
      const sync = Promise.withResolvers<void>();
      disk.syncing = sync.promise;
      const committing = store.commit({ put: [[KEY, 1]] });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await store.get(KEY)).to.equal(undefined);
      sync.resolve();
      await committing;
      expect(await store.get(KEY)).to.equal(1);
    });

    it('gives commits that waited together one sync', async () => {
      const disk = createMemoryDisk();
      const store = await createStore(disk, clock);
      const before = disk.synced;
      await Promise.all(Array.from({ length: 100 }, (_, n) => store.commit({ put: [[KEY, n]] })));
      expect(disk.synced - before).to.be.lessThan(4);
      expect(await store.get(KEY)).to.equal(99);
    });
  });
});

describe('a store whose disk refuses', () => {
  for (const fault of ['full', 'readOnly'] as const) {
    describe(`because it is ${fault}`, () => {
      let store: Store;
      const disk = createMemoryDisk();
      before(async () => {
        store = await createStore(disk, clock);
        await store.commit({ put: [[KEY, 'kept']], events: [{ type: 'a', v: 1, subject: 's', actor: 'a' }] });
        disk.fault = fault;
      });

      it('refuses every commit of the moment with store.unavailable', async () => {
        const commits = [1, 2].map((n) => codeOf(store.commit({ put: [[KEY, n]] })));
        expect(await Promise.all(commits)).to.deep.equal(['store.unavailable', 'store.unavailable']);
      });

      it('goes on by itself once there is room, with nothing lost and nothing of the refused', async () => {
        disk.fault = 'none';
        expect(await store.get(KEY)).to.equal('kept');
        const { seq } = await store.commit({ events: [{ type: 'b', v: 1, subject: 's', actor: 'a' }] });
        expect(seq).to.equal(2);
      });
    });
  }

  it('acknowledges a commit that had reached the disk when the answer was lost', async () => {
    const disk = createMemoryDisk();
    const store = await createStore(disk, clock);
    disk.fault = 'replyLost';
    await store.commit({ put: [[KEY, 1]] });
    disk.fault = 'none';
    expect(await store.get(KEY)).to.equal(1);
  });

  for (const landed of [true, false]) {
    it(`tells its listeners of a commit that was ${landed ? '' : 'not '}found on the disk only later`, async () => {
      const disk = createMemoryDisk();
      const store = await createStore(disk, clock);
      const heard: string[] = [];
      store.onCommit(({ events }) => heard.push(...events.map(({ type }) => type)));
      const { write } = disk;
      disk.write = async (operations) => {
        if (landed) await write(operations);
        disk.fault = 'broken';
        throw new StoreUnavailable('the disk broke');
      };
      const event = (type: string): NewEvent => ({ type, v: 1, subject: 's', actor: 'a' });
      expect(await codeOf(store.commit({ events: [event('first')] }))).to.equal('store.unavailable');
      disk.write = write;
      disk.fault = 'none';
      await store.commit({ events: [event('second')] });
      expect(heard).to.deep.equal(landed ? ['first', 'second'] : ['second']);
    });
  }

  it('refuses reads, too, when the disk is broken', async () => {
    const disk = createMemoryDisk();
    const store = await createStore(disk, clock);
    disk.fault = 'broken';
    expect(await codeOf(store.get(KEY))).to.equal('store.unavailable');
  });
});
