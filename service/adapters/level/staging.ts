import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { eventHash } from '../../domain/event-log.ts';
import { encodeKey } from '../../ports/store-key.ts';
import { StoreConflict } from '../../ports/store.ts';
import type { Commit, Committed, LoggedEvent, OutboxItem, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

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
  operations(): [key: Uint8Array, value: string | undefined][];
  position(): Position;
};

/** @param read the durable values of keys */
export function createStaging(
  start: Position,
  now: number,
  read: (keys: Uint8Array[]) => Promise<(string | undefined)[]>,
): Staging {
  const staged = new Map<string, [key: Uint8Array, value: string | undefined]>();
  let position = { ...start, commits: start.commits + 1 };

  const set = (key: StoreKey, value: StoreValue | undefined): void => {
    const bytes = encodeKey(key);
    const text = value === undefined ? undefined : JSON.stringify(value);
    if (value !== undefined && text === undefined) throw new TypeError('a store value must be JSON');
    staged.set(nameOf(bytes), [bytes, text]);
  };

  const same = (text: string | undefined, value: StoreValue | undefined): boolean => {
    if (text === undefined || value === undefined) return text === undefined && value === undefined;
    // Both through JSON, so that absent and undefined fields are the same thing.
    const expected = JSON.stringify(value);
    return text === expected || isDeepStrictEqual(JSON.parse(text), JSON.parse(expected));
  };

  const checkExpectations = async (expect: NonNullable<Commit['expect']>): Promise<void> => {
    const keys = expect.map(({ key }) => encodeKey(key));
    const found = keys.map((key) => staged.get(nameOf(key)));
    const unread = keys.filter((_, index) => found[index] === undefined);
    const durable = unread.length === 0 ? [] : await read(unread);
    let next = 0;
    for (const [index, { key, value }] of expect.entries()) {
      const own = found[index];
      const text = own === undefined ? durable[next++] : own[1];
      if (!same(text, value)) throw new StoreConflict(`expectation of table ${key[0]} does not hold`);
    }
  };

  return {
    async add(commit) {
      if (commit.expect !== undefined && commit.expect.length > 0) await checkExpectations(commit.expect);
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
      for (const key of commit.del ?? []) set(key, undefined);
      for (const event of events) set([tables.events, event.seq], event);
      for (const item of outbox) set([tables.outbox, item.id], item);
      position = next;
      return { seq: next.seq, events, outbox };
    },
    operations: () => [...staged.values(), [encodeKey(positionKey), JSON.stringify(position)]],
    position: () => position,
  };
}
