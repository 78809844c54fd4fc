import { LOG_START } from '../../domain/event-log.ts';
import type { Clock } from '../../ports/clock.ts';
import { decodeKey, encodeKey, endOfPrefix } from '../../ports/store-key.ts';
import { StoreFormatUnknown, StoreUnavailable } from '../../ports/store.ts';
import type { Commit, Committed, Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { Backend } from './backend.ts';
import { createRecentChanges } from './recent-changes.ts';
import { createStaging, positionKey } from './staging.ts';
import { decodeValue, encodeValue } from './values.ts';
import type { Position } from './staging.ts';

/** The version of everything the store holds: keys, rows and events. */
export const STORE_FORMAT = 3;

/** Commits that wait while a batch is being synced share the next one; more than this would only delay the first. */
const MAX_GROUP = 256;

type Waiting = { commit: Commit; resolve(committed: Committed): void; reject(error: unknown): void };

async function checkFormat(backend: Backend): Promise<void> {
  const key: StoreKey = [tables.format];
  const stored = await backend.get(encodeKey(key));
  if (stored !== undefined) {
    const { format } = decodeValue(key, stored) as { format: unknown };
    if (format === STORE_FORMAT) return;
    throw new StoreFormatUnknown(`the store has format ${String(format)}, this program writes ${STORE_FORMAT}`);
  }
  for await (const _ of backend.entries({ gte: new Uint8Array(0), limit: 1 })) {
    throw new StoreFormatUnknown('the store does not say its format');
  }
  await backend.write([[encodeKey(key), encodeValue(key, { format: STORE_FORMAT })]]);
}

async function readPosition(backend: Backend): Promise<Position> {
  const stored = await backend.get(encodeKey(positionKey));
  return stored === undefined
    ? { seq: 0, hash: LOG_START, outbox: 0, commits: 0 }
    : (decodeValue(positionKey, stored) as Position);
}

/**
 * A store over a key-value engine. Commits that arrive while a batch is written go together into the next batch: each
 * stays atomic, they keep their order, and none is acknowledged before its bytes are synced.
 *
 * After a failed write the engine is opened again before anything else happens, since its own state is then unknown;
 * the position in the store tells whether the batch had reached the disk after all. If it had and was refused meanwhile, since
 * the engine could not be opened, listeners hear of it then.
 *
 * @throws StoreFormatUnknown when another version wrote the data
 * @throws StoreUnavailable when the engine cannot be opened
 */
export async function createStore(backend: Backend, clock: Clock): Promise<Store> {
  await backend.open();
  await checkFormat(backend).catch(async (error: unknown) => {
    await backend.close();
    throw error;
  });
  let position = await readPosition(backend);
  const changes = createRecentChanges();
  let sound = true;
  let closed = false;
  let draining: Promise<void> | undefined;
  let reopening: Promise<void> | undefined;
  const queue: Waiting[] = [];
  const listeners = new Set<(committed: Committed) => void>();

  /** Written, while nobody can see whether it reached the disk. */
  let doubtful: { commits: number; committed: Committed[] } | undefined;

  const tell = (committed: Committed): void => listeners.forEach((listener) => listener(committed));

  const usable = async (): Promise<void> => {
    if (sound) return;
    reopening ??= backend
      .open()
      .then(async () => {
        position = await readPosition(backend);
        // Whether the last batch reached the disk, only those who read from now on can know.
        changes.forget();
        sound = true;
        if (position.commits === doubtful?.commits) doubtful.committed.forEach(tell);
        doubtful = undefined;
      })
      .finally(() => (reopening = undefined));
    await reopening;
  };

  const readable = (): Promise<void> =>
    closed ? Promise.reject(new StoreUnavailable('the store is closed')) : usable();

  const readMany = (keys: Uint8Array[]): Promise<(Uint8Array | undefined)[]> =>
    backend.getMany?.(keys) ?? Promise.all(keys.map((key) => backend.get(key)));

  const write = async (group: Waiting[]): Promise<void> => {
    await usable();
    const staging = createStaging(position, clock.now(), { read: readMany, changedSince: changes.since });
    const staged: [Waiting, Committed][] = [];
    for (const waiting of group) {
      try {
        staged.push([waiting, await staging.add(waiting.commit)]);
      } catch (error) {
        waiting.reject(error);
      }
    }
    if (staged.length === 0) return;
    try {
      await backend.write(staging.operations());
      position = staging.position();
    } catch (error) {
      sound = false;
      await usable().catch(() => undefined);
      const landed = sound && position.commits === staging.position().commits;
      if (!landed) {
        if (!sound) doubtful = { commits: staging.position().commits, committed: staged.map(([, one]) => one) };
        for (const [{ reject }] of staged) reject(error);
        return;
      }
    }
    changes.note(staging.changes());
    for (const [{ resolve }, committed] of staged) {
      tell(committed);
      resolve(committed);
    }
  };

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = queue.splice(0, MAX_GROUP);
      await write(group).catch((error: unknown) => group.forEach(({ reject }) => reject(error)));
    }
    draining = undefined;
  };

  return {
    commit(commit) {
      if (closed) return Promise.reject(new StoreUnavailable('the store is closed'));
      return new Promise((resolve, reject) => {
        queue.push({ commit, resolve, reject });
        draining ??= drain();
      });
    },
    async get<T>(key: StoreKey): Promise<T | undefined> {
      await readable();
      const stored = await backend.get(encodeKey(key));
      return stored === undefined ? undefined : (decodeValue(key, stored) as T);
    },
    async getMany<T>(keys: readonly StoreKey[]): Promise<(T | undefined)[]> {
      await readable();
      const found = await readMany(keys.map(encodeKey));
      return found.map((stored, at) =>
        stored === undefined ? undefined : (decodeValue(keys[at] as StoreKey, stored) as T),
      );
    },
    async getPacked({ keys, keyBytes }) {
      await readable();
      const count = keys.length / keyBytes;
      return readMany(Array.from({ length: count }, (_, at) => keys.subarray(at * keyBytes, (at + 1) * keyBytes)));
    },
    async *range<T>(
      prefix: StoreKey,
      { from, limit, reverse }: { from?: StoreKey; limit?: number; reverse?: boolean } = {},
    ) {
      await readable();
      const start = encodeKey(prefix);
      const end = endOfPrefix(start);
      const first = from && encodeKey(from);
      const bounds =
        first === undefined
          ? { gte: start, ...(end && { lt: end }) }
          : reverse
            ? { gte: start, lt: concatAfter(first) }
            : { gte: first, ...(end && { lt: end }) };
      for await (const [key, stored] of backend.entries({
        ...bounds,
        reverse: !!reverse,
        ...(limit !== undefined && { limit }),
      })) {
        yield [decodeKey(key), decodeValue(prefix, stored) as T];
      }
    },
    async head() {
      await readable();
      return { seq: position.seq, hash: position.hash };
    },
    revision: changes.revision,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      await draining;
      await reopening?.catch(() => undefined);
      await backend.close();
    },
  };
}

/** The smallest key after `key`, as an exclusive bound that includes it. */
function concatAfter(key: Uint8Array): Uint8Array {
  const after = new Uint8Array(key.length + 1);
  after.set(key);
  return after;
}
