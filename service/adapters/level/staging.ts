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
import { tables } from '../../ports/tables.ts';
import { equalBytes } from '../../proof/bytes.ts';
import { decodeValue, encodeValue } from './values.ts';

/** Where the log and the outbox stand after the last durable commit; `commits` numbers the batches. */
export type Position = { seq: number; hash: string; outbox: number; commits: number };

/** The row that carries {@link Position} beside the log itself. */
export const positionKey: StoreKey = [tables.settings, 0];

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
/** A key as a text of as many characters. */
const nameOf = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');

/** Some commits being put into one batch: each sees those before it, none is visible outside yet. */
export type Staging = {
  /** @throws StoreConflict and stages nothing of this commit */
  add(commit: Commit): Promise<Committed>;
  operations(): [key: Uint8Array, value: Uint8Array | undefined][];
  position(): Position;
};

/** @param read the durable values of keys */
export function createStaging(
  start: Position,
  now: number,
  read: (keys: Uint8Array[]) => Promise<(Uint8Array | undefined)[]>,
): Staging {
  const staged = new Map<string, [key: Uint8Array, value: Uint8Array | undefined]>();
  let position = { ...start, commits: start.commits + 1 };

  const set = (key: StoreKey, value: StoreValue | undefined): void => {
    const bytes = encodeKey(key);
    staged.set(nameOf(bytes), [bytes, value === undefined ? undefined : encodeValue(key, value)]);
  };

  const same = (key: StoreKey, stored: Uint8Array | undefined, value: StoreValue | undefined): boolean => {
    if (stored === undefined || value === undefined) return stored === undefined && value === undefined;
    const expected = encodeValue(key, value);
    // Else both through JSON, so that the order of fields is no matter.
    return equalBytes(stored, expected) || isDeepStrictEqual(decodeValue(key, stored), decodeValue(key, expected));
  };

  const entriesOf = ({ keyBytes, keys, valueBytes, values }: PackedEntries): [key: Uint8Array, value: Uint8Array][] =>
    Array.from({ length: keys.length / keyBytes }, (_, at) => [
      keys.subarray(at * keyBytes, (at + 1) * keyBytes),
      values.subarray(at * valueBytes, (at + 1) * valueBytes),
    ]);

  const checkAbsent = async (entries: readonly [key: Uint8Array, value: Uint8Array][]): Promise<void> => {
    const own = entries.map(([key]) => staged.get(nameOf(key)));
    const unread = entries.filter((_, at) => own[at] === undefined).map(([key]) => key);
    const durable = unread.length === 0 ? [] : await read(unread);
    if (own.some((one) => one?.[1] !== undefined) || durable.some((value) => value !== undefined)) {
      throw new StoreConflict('a key that was expected to be free is taken');
    }
  };

  const checkExpectations = async (expect: NonNullable<Commit['expect']>): Promise<void> => {
    const keys = expect.map(({ key }) => encodeKey(key));
    const found = keys.map((key) => staged.get(nameOf(key)));
    const unread = keys.filter((_, index) => found[index] === undefined);
    const durable = unread.length === 0 ? [] : await read(unread);
    let next = 0;
    for (const [index, { key, value }] of expect.entries()) {
      const own = found[index];
      const stored = own === undefined ? durable[next++] : own[1];
      if (!same(key, stored, value)) throw new StoreConflict(`expectation of table ${key[0]} does not hold`);
    }
  };

  return {
    async add(commit) {
      if (commit.expect !== undefined && commit.expect.length > 0) await checkExpectations(commit.expect);
      const packed = (commit.putPacked ?? []).map((one) => ({ ...one, entries: entriesOf(one) }));
      for (const { expectAbsent, entries } of packed) if (expectAbsent) await checkAbsent(entries);
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
      for (const [key, value] of commit.put ?? []) {
        if (value === undefined) throw new TypeError('put needs a value; use del');
        set(key, value);
      }
      for (const { entries } of packed) for (const entry of entries) staged.set(nameOf(entry[0]), entry);
      for (const key of commit.del ?? []) set(key, undefined);
      for (const event of events) set([tables.events, event.seq], event);
      for (const item of outbox) set([tables.outbox, item.id], item);
      position = next;
      return { seq: next.seq, events, outbox };
    },
    operations: () => [...staged.values(), [encodeKey(positionKey), encodeValue(positionKey, position)]],
    position: () => position,
  };
}
