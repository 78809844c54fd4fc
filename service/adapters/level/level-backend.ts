import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Level } from 'level';
import { StoreUnavailable } from '../../ports/store.ts';
import type { Backend } from './backend.ts';

type Db = Level<Uint8Array, Uint8Array>;

/**
 * Measured with registers of 100,000 rows: with the engine's own write buffer of 4 MiB, merging takes four times the CPU. What
 * is sealed does not compress. Open files are mapped into memory, 64 of them at least: small ones keep that bounded.
 */
const ENGINE = {
  writeBufferSize: 24 * 1024 * 1024,
  maxFileSize: 2 * 1024 * 1024,
  maxOpenFiles: 74,
  compression: false,
};

function unavailable(error: unknown, folder: string): StoreUnavailable {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const locked = (cause as { code?: string } | undefined)?.code === 'LEVEL_LOCKED';
  const what = locked ? 'another program has the store open' : cause instanceof Error ? cause.message : String(cause);
  return new StoreUnavailable(`${folder}: ${what}`, { cause: error });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates the folder; those that are new are durable in their parents before anything is written into them. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = resolve(folder); made.length >= resolve(first).length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

/** LevelDB in a folder of its own; every batch is synced. */
export function createLevelBackend(folder: string): Backend {
  let db: Db | undefined;
  const using = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    if (!db) throw new StoreUnavailable(`${folder}: not open`);
    try {
      return await work(db);
    } catch (error) {
      throw unavailable(error, folder);
    }
  };
  return {
    async open() {
      try {
        await db?.close();
        db = undefined;
        await makeFolder(folder);
        const opening: Db = new Level(folder, { keyEncoding: 'view', valueEncoding: 'view', ...ENGINE });
        await opening.open();
        db = opening;
      } catch (error) {
        throw unavailable(error, folder);
      }
    },
    get: (key) => using((db) => db.get(key)),
    getMany: (keys) => using((db) => db.getMany(keys)),
    write: (operations) =>
      using((db) => {
        // Operation by operation, so that those of a large batch never are all alive at once.
        const batch = db.batch();
        for (const [key, value] of operations) {
          if (value === undefined) batch.del(key);
          else batch.put(key, value);
        }
        return batch.write({ sync: true });
      }),
    async *entries(range) {
      if (!db) throw new StoreUnavailable(`${folder}: not open`);
      try {
        yield* db.iterator(range);
      } catch (error) {
        throw unavailable(error, folder);
      }
    },
    async close() {
      await db?.close();
      db = undefined;
    },
  };
}
