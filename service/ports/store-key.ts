import { concatBytes, u16, u64 } from '../proof/bytes.ts';
import type { StoreKey } from './store.ts';

/**
 * The bytes of a key: u16 table, then each field, numbers as u64, all big-endian, so that byte order is key order
 * (formats.md "store keys"). Fields are not delimited: within a table every field has a fixed width.
 */
export function encodeKey(key: StoreKey): Uint8Array<ArrayBuffer> {
  const [table, ...fields] = key;
  return concatBytes(u16(table), ...fields.map((field) => (field instanceof Uint8Array ? field : u64(field))));
}

/** The key of bytes: its table and one field with the rest. */
export function decodeKey(bytes: Uint8Array): StoreKey {
  return [((bytes[0] as number) << 8) | (bytes[1] as number), bytes.slice(2)];
}

/** The first key after all that begin with the prefix, or undefined when there is none. */
export function endOfPrefix(prefix: Uint8Array): Uint8Array | undefined {
  const end = prefix.slice();
  for (let at = end.length - 1; at >= 0; at--) {
    if ((end[at] as number) < 0xff) {
      end[at] = (end[at] as number) + 1;
      return end.subarray(0, at + 1);
    }
  }
  return undefined;
}
