import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { eventHash } from '../../domain/event-log.ts';
import { encodeKey } from '../../ports/store-key.ts';
import { StoreConflict } from '../../ports/store.ts';
import type {
  Commit,
  Committed,
  LoggedEvent,
  OutboxItem,
  PackedEntries,
  StoreKey,
  StoreValue,
} from '../../ports/store.ts';
import { tables, writeOnceTables } from '../../ports/tables.ts';
import { equalBytes } from '../../proof/bytes.ts';
import { keyNames } from './recent-changes.ts';
import { decodeValue, encodeValue } from './values.ts';

/** Where the log and the outbox stand after the last durable commit; `commits` numbers the batches. */
export type Position = { seq: number; hash: string; outbox: number; commits: number };

/** The row that carries {@link Position} beside the log itself. */
export const positionKey: StoreKey = [tables.settings, 0];

const NOTHING = new Uint8Array(0);
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
/** A key as a text of as many characters. */
const nameOf = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');

type Operation = [key: Uint8Array, value: Uint8Array | undefined];

/** Some commits being put into one batch: each sees those before it, none is visible outside yet. */
export type Staging = {
  /** @throws StoreConflict, TypeError when something in it cannot be stored; then nothing of this commit is staged */
  add(commit: Commit): Promise<Committed>;
  /** In the order in which they count. */
  operations(): Iterable<Operation>;
  /** What every table is written to with: `undefined` where that is more than packed entries. */
  changes(): ReadonlyMap<number, PackedEntries[] | undefined>;
  position(): Position;
};

function* entriesOf({ keyBytes, keys, valueBytes, values }: PackedEntries): Generator<[Uint8Array, Uint8Array]> {
  for (let at = 0; at < keys.length / keyBytes; at++) {
    const value = valueBytes === 0 ? NOTHING : values.subarray(at * valueBytes, (at + 1) * valueBytes);
    yield [keys.subarray(at * keyBytes, (at + 1) * keyBytes), value];
  }
}

/**
 * @param durable.read the values of keys
 * @param durable.changedSince the keys of all that was written to the table since a revision; undefined: unknown
 */
export function createStaging(
  start: Position,
  now: number,
  durable: {
    read(keys: Uint8Array[]): Promise<(Uint8Array | undefined)[]>;
    changedSince(table: number, since: number): readonly ReadonlySet<string>[] | undefined;
  },
): Staging {
  const { read, changedSince } = durable;
  const writes: (Operation | PackedEntries)[] = [];
  const staged = new Map<string, Operation>();
  /** Packed entries that are not in `staged` yet: only who looks for one of their table needs them there. */
  let unnamed: PackedEntries[] = [];
  const changes = new Map<number, PackedEntries[] | undefined>();
  let position = { ...start, commits: start.commits + 1 };

  const name = (table: number): void => {
    if (!unnamed.some((one) => one.table === table)) return;
    for (const one of unnamed) for (const entry of entriesOf(one)) staged.set(nameOf(entry[0]), entry);
    unnamed = [];
  };

  const putOf = (key: StoreKey, value: StoreValue): Operation => {
    if (value === undefined) throw new TypeError('put needs a value; use del');
    return [encodeKey(key), encodeValue(key, value)];
  };

  const set = ([table]: StoreKey, operation: Operation): void => {
    name(table);
    staged.set(nameOf(operation[0]), operation);
    writes.push(operation);
    changes.set(table, undefined);
  };

  const setNew = (key: StoreKey, value: StoreValue): void => set(key, putOf(key, value));

  const same = (key: StoreKey, stored: Uint8Array | undefined, value: StoreValue | undefined): boolean => {
    if (stored === undefined || value === undefined) return stored === undefined && value === undefined;
    const expected = encodeValue(key, value);
    // Else both through JSON, so that the order of fields is no matter.
    return equalBytes(stored, expected) || isDeepStrictEqual(decodeValue(key, stored), decodeValue(key, expected));
  };

  const checkAbsent = async (packed: PackedEntries, since: number): Promise<void> => {
    const { table } = packed;
    const taken = (): StoreConflict => new StoreConflict(`a key of table ${table} that was free is taken`);
    const before = changes.has(table) ? undefined : changedSince(table, since);
    if (before?.length === 0) return;
    if (before !== undefined) {
      const names = keyNames(packed);
      if (before.some((one) => names.some((of) => one.has(of)))) throw taken();
      return;
    }
    const keys = Array.from(entriesOf(packed), ([key]) => key);
    name(table);
    const own = keys.map((key) => staged.get(nameOf(key)));
    const unread = keys.filter((_, at) => own[at] === undefined);
    const found = unread.length === 0 ? [] : await read(unread);
    if (own.some((one) => one?.[1] !== undefined) || found.some((value) => value !== undefined)) {
      throw taken();
    }
  };

  const checkExpectations = async (expect: NonNullable<Commit['expect']>): Promise<void> => {
    for (const { key } of expect) name(key[0]);
    const keys = expect.map(({ key }) => encodeKey(key));
    const found = keys.map((key) => staged.get(nameOf(key)));
    const unread = keys.filter((_, index) => found[index] === undefined);
    const values = unread.length === 0 ? [] : await read(unread);
    let next = 0;
    for (const [index, { key, value }] of expect.entries()) {
      const own = found[index];
      const stored = own === undefined ? values[next++] : own[1];
      if (!same(key, stored, value)) throw new StoreConflict(`expectation of table ${key[0]} does not hold`);
    }
  };

  return {
    async add(commit) {
      if (commit.expect !== undefined && commit.expect.length > 0) await checkExpectations(commit.expect);
      for (const one of commit.putPacked ?? []) {
        if (one.expectAbsentSince !== undefined) await checkAbsent(one, one.expectAbsentSince);
      }
      const next = { ...position };
      const events: LoggedEvent[] = [];
      for (const event of commit.events ?? []) {
        const plain = JSON.parse(JSON.stringify({ ...event, seq: next.seq + 1, at: now, prev: next.hash }));
        const logged = { ...plain, hash: eventHash(sha256, plain) } as LoggedEvent;
        next.seq = logged.seq;
        next.hash = logged.hash;
        events.push(logged);
      }
      const outbox = (commit.outbox ?? []).map((item): OutboxItem => ({ ...item, id: ++next.outbox, at: now }));
      const put = (commit.put ?? []).map(([key, value]) => putOf(key, value));
      const del = (commit.del ?? []).map((key): Operation => {
        if (writeOnceTables.has(key[0])) throw new TypeError(`table ${key[0]} is written once`);
        return [encodeKey(key), undefined];
      });
      // Nothing throws from here on: a commit is staged whole or not at all.
      commit.put?.forEach(([key], at) => set(key, put[at] as Operation));
      for (const one of commit.putPacked ?? []) {
        writes.push(one);
        unnamed.push(one);
        if (!changes.has(one.table)) changes.set(one.table, []);
        changes.get(one.table)?.push(one);
      }
      commit.del?.forEach((key, at) => set(key, del[at] as Operation));
      for (const event of events) setNew([tables.events, event.seq], event);
      for (const item of outbox) setNew([tables.outbox, item.id], item);
      position = next;
      return { seq: next.seq, events, outbox };
    },
    *operations() {
      for (const one of writes) {
        if ('table' in one) yield* entriesOf(one);
        else yield one;
      }
      yield [encodeKey(positionKey), encodeValue(positionKey, position)];
    },
    changes: () => changes,
    position: () => position,
  };
}
