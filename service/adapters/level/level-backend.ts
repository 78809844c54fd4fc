import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Level } from 'level';
import { StoreUnavailable } from '../../ports/store.ts';
import { tableOf } from '../../ports/store-key.ts';
import { writeOnceTables } from '../../ports/tables.ts';
import type { Backend } from './backend.ts';

type Db = Level<Uint8Array, Uint8Array>;
/** `texts` has the tables that are written once, `rows` all others; a folder that did not come with both has no texts. */
type Engines = { rows: Db; texts: Db | undefined };

const MIB = 1024 * 1024;
/** What is sealed does not compress. Open files are mapped into memory, 64 of them at least: small ones keep that bounded. */
const COMMON = { compression: false, maxFileSize: 2 * MIB, maxOpenFiles: 74 };
/**
 * Measured with registers of 100,000 rows: with the engine's own write buffer of 4 MiB, merging rows takes four times the CPU.
 * Texts come in the order of their keys, so that there is nothing to merge.
 */
const ENGINE = {
  rows: { ...COMMON, writeBufferSize: 16 * MIB },
  texts: { ...COMMON, writeBufferSize: 4 * MIB },
};

async function openDb(folder: string, options: (typeof ENGINE)['rows']): Promise<Db> {
  const db: Db = new Level(folder, { keyEncoding: 'view', valueEncoding: 'view', ...options });
  await db.open();
  return db;
}

async function openEngines(folder: string): Promise<Engines> {
  const rows = await openDb(folder, ENGINE.rows);
  try {
    const own = join(folder, 'texts');
    const isNew = (await rows.keys({ limit: 1 }).all()).length === 0;
    if (isNew) await makeFolder(own);
    // Made with the rows and never after them: texts that are missing must not look like an engine without any.
    const texts = isNew || existsSync(join(own, 'CURRENT')) ? await openDb(own, ENGINE.texts) : undefined;
    return { rows, texts };
  } catch (error) {
    await rows.close();
    throw error;
  }
}

const isText = (key: Uint8Array): boolean => writeOnceTables.has(tableOf(key));

function unavailable(error: unknown, folder: string): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
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

/**
 * LevelDB in a folder of its own; every batch is synced. Tables that are written once have an engine of their own in it, whose
 * part of a batch is on disk before the rows that speak of it (docs/adr/1106).
 */
export function createLevelBackend(folder: string): Backend {
  let engines: Engines | undefined;
  const opened = (): Engines => {
    if (!engines) throw new StoreUnavailable(`${folder}: not open`);
    return engines;
  };
  const textsOf = ({ texts }: Engines): Db => {
    if (!texts) throw new StoreUnavailable(`${folder}: its folder "texts" is missing; restore both together`);
    return texts;
  };
  const engineOf = (both: Engines, key: Uint8Array): Db => (isText(key) ? textsOf(both) : both.rows);
  const using = async <T>(work: (engines: Engines) => Promise<T>): Promise<T> => {
    const both = opened();
    try {
      return await work(both);
    } catch (error) {
      throw unavailable(error, folder);
    }
  };
  const close = async (): Promise<void> => {
    await Promise.all([engines?.rows.close(), engines?.texts?.close()]);
    engines = undefined;
  };
  return {
    async open() {
      try {
        await close();
        await makeFolder(folder);
        engines = await openEngines(folder);
      } catch (error) {
        throw unavailable(error, folder);
      }
    },
    get: (key) => using((both) => engineOf(both, key).get(key)),
    getMany: (keys) =>
      using((both) =>
        keys.some(isText) ? Promise.all(keys.map((key) => engineOf(both, key).get(key))) : both.rows.getMany(keys),
      ),
    write: (operations) =>
      using(async (both) => {
        // Operation by operation, so that those of a large batch never are all alive at once.
        const batch = both.rows.batch();
        let before: typeof batch | undefined;
        for (const [key, value] of operations) {
          const part = isText(key) ? (before ??= textsOf(both).batch()) : batch;
          if (value === undefined) part.del(key);
          else part.put(key, value);
        }
        await before?.write({ sync: true });
        await batch.write({ sync: true });
      }),
    async *entries(range) {
      const both = opened();
      try {
        yield* engineOf(both, range.gte).iterator(range);
      } catch (error) {
        throw unavailable(error, folder);
      }
    },
    close,
  };
}
