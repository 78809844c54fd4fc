import { uuidFromBytes, uuidToBytes } from '../uuid.ts';

/** Rows of a chunk are numbered in 12 bits of their ids. */
export const MAX_CHUNK_ROWS = 4096;

const TAIL_BYTES = 8;

/** Bytes 8 to 15 of a UUID: the variant and 62 random bits. */
export function rowIdTail(random: Uint8Array): Uint8Array {
  const tail = random.slice(0, TAIL_BYTES);
  tail[0] = ((tail[0] as number) & 0x3f) | 0x80;
  return tail;
}

/**
 * The id of a chunk's row: a UUIDv7 whose time is the chunk's alone and whose 12 bits after the version count its rows
 * (RFC 9562 section 6.2, method 1), so that an id tells where its row lies.
 *
 * @param time Unix milliseconds, of this chunk and no other
 */
export function rowId(time: number, row: number, tail: Uint8Array): string {
  return uuidFromBytes(rowIdBytes(time, row, tail));
}

function rowIdBytes(time: number, row: number, tail: Uint8Array): Uint8Array {
  if (row >= MAX_CHUNK_ROWS) throw new RangeError(`a chunk has ${MAX_CHUNK_ROWS} rows at most`);
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(time / 2 ** 32));
  view.setUint32(2, time % 2 ** 32);
  view.setUint16(6, 0x7000 | row);
  bytes.set(tail.subarray(0, TAIL_BYTES), 8);
  return bytes;
}

/** The 16 bytes of each row's {@link rowId}, from their tails side by side. */
export function rowIdsBytes(time: number, tails: Uint8Array): Uint8Array {
  const count = tails.length / TAIL_BYTES;
  if (count === 0) return tails;
  rowIdBytes(time, count - 1, tails); // there may be so many
  const first = rowIdBytes(time, 0, tails);
  const ids = new Uint8Array(2 * tails.length);
  for (let row = 0, at = 0; row < count; row++, at += 16) {
    for (let byte = 0; byte < 6; byte++) ids[at + byte] = first[byte] as number;
    ids[at + 6] = 0x70 | (row >>> 8);
    ids[at + 7] = row;
    for (let byte = 0; byte < TAIL_BYTES; byte++) ids[at + 8 + byte] = tails[row * TAIL_BYTES + byte] as number;
  }
  return ids;
}

/** Where the row of an id would lie. Ids of single requests look alike: whoever looks compares the whole id. */
export function placeOfRow(id: string): { time: number; row: number } {
  const view = new DataView(uuidToBytes(id).buffer);
  return { time: view.getUint16(0) * 2 ** 32 + view.getUint32(2), row: view.getUint16(6) & 0xfff };
}
