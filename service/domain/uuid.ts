import { hexToBytes } from '../proof/bytes.ts';

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in its canonical lower-case form; which version is not asked. */
export function isUuid(text: string): boolean {
  return SHAPE.test(text);
}

/** The 16 bytes of a UUID, as store keys carry them. @throws RangeError unless {@link isUuid} */
export function uuidToBytes(uuid: string): Uint8Array {
  if (!isUuid(uuid)) throw new RangeError('not a UUID');
  return hexToBytes(uuid.replaceAll('-', ''));
}

/** The canonical text of 16 bytes. */
export function uuidFromBytes(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('a UUID has 16 bytes');
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function withVersion(bytes: Uint8Array, version: number): Uint8Array {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes;
}

/**
 * A UUIDv7: ordered by time, random otherwise (RFC 9562 section 5.7).
 *
 * @param unixMilliseconds 48 bits
 * @param random at least 10 bytes
 */
export function uuidv7(unixMilliseconds: number, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('a UUIDv7 needs 10 random bytes');
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(unixMilliseconds) << 16n);
  bytes.set(random.subarray(0, 10), 6);
  return uuidFromBytes(withVersion(bytes, 7));
}

/** The Unix milliseconds of a UUIDv7. @throws RangeError unless {@link isUuid} */
export function uuidv7Time(uuid: string): number {
  return Number(new DataView(uuidToBytes(uuid).buffer).getBigUint64(0) >> 16n);
}

/** A UUIDv4 of 16 random bytes: says nothing about when (RFC 9562 section 5.4). */
export function uuidv4(random: Uint8Array): string {
  return uuidFromBytes(uuidv4Bytes(random));
}

/** The 16 bytes of a {@link uuidv4}. */
export function uuidv4Bytes(random: Uint8Array): Uint8Array {
  if (random.length < 16) throw new RangeError('a UUIDv4 needs 16 random bytes');
  return withVersion(random.slice(0, 16), 4);
}
