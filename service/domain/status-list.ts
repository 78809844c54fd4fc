/** Entries a list: 32 KiB at two bits each. All lists have this size, so that none tells how many certificates there are. */
export const LIST_ENTRIES = 131_072;

/** Bits an entry: the four codes of `statusCodes`. */
export const LIST_BITS = 2;

/** Which list: whose certificates of which type, and which stretch of their indices (0 is the first). */
export type StatusListName = { department: string; vct: string; range: number };

/** A payload's `status` claim (Token Status List section 6.1). */
export type StatusClaim = { status_list: { idx: number; uri: string } };

/**
 * `https://dongying.example/status-lists/<USCC>/<code>/<major>/<range>`: the `sub` of a list and the `uri` of its
 * certificates. The region's base names it; a deployment maps it to where the service listens.
 */
export function statusListUri(base: string, { department, vct, range }: StatusListName): string {
  const type = vct.slice(`${base}/types/`.length);
  return `${base}/status-lists/${department}/${type}/${range}`;
}

/** The `status` claim of the certificate with an index among those of its department and type. */
export function statusClaim(
  base: string,
  certificate: { department: string; vct: string; listIndex: number },
): StatusClaim {
  const { department, vct, listIndex } = certificate;
  const range = Math.floor(listIndex / LIST_ENTRIES);
  return { status_list: { idx: listIndex % LIST_ENTRIES, uri: statusListUri(base, { department, vct, range }) } };
}

/**
 * The bytes of a list: entry i in byte floor(i * bits / 8), from the least significant bit upwards (Token Status List
 * section 4.1). Entries that are not given are 0, valid.
 *
 * @throws RangeError when an entry lies outside the list or a code outside its bits
 */
export function packStatuses(
  entries: Iterable<readonly [index: number, code: number]>,
  size: number = LIST_ENTRIES,
  bits: 1 | 2 | 4 | 8 = LIST_BITS,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((size * bits) / 8));
  const mask = (1 << bits) - 1;
  for (const [index, code] of entries) {
    if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError(`no entry ${index}`);
    if (!Number.isInteger(code) || code < 0 || code > mask) throw new RangeError(`no ${bits}-bit code ${code}`);
    const place = Math.floor((index * bits) / 8);
    const shift = (index * bits) % 8;
    bytes[place] = ((bytes[place] as number) & ~(mask << shift)) | (code << shift);
  }
  return bytes;
}
