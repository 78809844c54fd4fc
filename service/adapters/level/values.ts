import type { StoreKey, StoreValue } from '../../ports/store.ts';
import { byteTables } from '../../ports/tables.ts';

const decoder = new TextDecoder();

/** How a value of this key's table lies in the engine. @throws TypeError when it is not of the table's kind */
export function encodeValue([table]: StoreKey, value: StoreValue): Uint8Array {
  if (byteTables.has(table)) {
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`values of table ${table} are bytes`);
  }
  const text = value instanceof Uint8Array ? undefined : JSON.stringify(value);
  if (text === undefined) throw new TypeError('a store value must be JSON');
  return Buffer.from(text, 'utf8');
}

export function decodeValue([table]: StoreKey, stored: Uint8Array): StoreValue {
  return byteTables.has(table) ? stored : JSON.parse(decoder.decode(stored));
}
