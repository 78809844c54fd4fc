import { u64 } from '../proof/bytes.ts';
import { joinColumns } from './byte-columns.ts';
import type { ByteColumn } from './byte-columns.ts';
import type { PackedKeys, StoreKey } from './store.ts';

/**
 * The bytes of a key: u16 table, then each field, numbers as u64, all big-endian, so that byte order is key order
 * (formats.md "store keys"). Fields are not delimited: within a table every field has a fixed width.
 */
export function encodeKey(key: StoreKey): Uint8Array<ArrayBuffer> {
  let length = 2;
  for (let at = 1; at < key.length; at++) length += key[at] instanceof Uint8Array ? (key[at] as Uint8Array).length : 8;
  const bytes = new Uint8Array(length);
  bytes[0] = key[0] >>> 8;
  bytes[1] = key[0];
  let offset = 2;
  for (let at = 1; at < key.length; at++) {
    const given = key[at] as number | bigint | Uint8Array;
    const field = given instanceof Uint8Array ? given : u64(given);
    bytes.set(field, offset);
    offset += field.length;
  }
  return bytes;
}

/** Keys of one table whose fields are these columns, side by side. */
export function packedKeys(table: number, count: number, ...fields: ByteColumn[]): PackedKeys {
  const { bytes, width } = joinColumns(encodeKey([table]), count, fields);
  return { table, keyBytes: width, keys: bytes };
}

/** The table of a key's bytes. */
export const tableOf = (key: Uint8Array): number => ((key[0] as number) << 8) | (key[1] as number);

/** The key of bytes: its table and one field with the rest, in memory of its own (a Buffer's slice would share what is around it). */
export function decodeKey(bytes: Uint8Array): StoreKey {
  return [tableOf(bytes), Uint8Array.from(bytes.subarray(2))];
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
