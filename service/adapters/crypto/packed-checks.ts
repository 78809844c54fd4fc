/** One ES256 check: an uncompressed point of 65 bytes, the signed bytes, a signature of 64. */
export type SignatureCheck = { publicKey: Uint8Array; message: Uint8Array; signature: Uint8Array };

const KEY = 65;
const SIGNATURE = 64;
const LENGTH = 4;
const HEAD = LENGTH + KEY + SIGNATURE;

/** Checks in one piece of memory, which a thread takes over without a copy. */
export function packChecks(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  const bytes = checks.reduce((sum, { message }) => sum + HEAD + message.length, 0);
  const packed = new Uint8Array(bytes);
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const { publicKey, message, signature } of checks) {
    view.setUint32(at, message.length);
    packed.set(publicKey, at + LENGTH);
    packed.set(signature, at + LENGTH + KEY);
    packed.set(message, at + HEAD);
    at += HEAD + message.length;
  }
  return packed;
}

/** What {@link packChecks} packed, as views into it. */
export function unpackChecks(packed: Uint8Array): SignatureCheck[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const checks: SignatureCheck[] = [];
  for (let at = 0; at < packed.length;) {
    const end = at + HEAD + view.getUint32(at);
    checks.push({
      publicKey: packed.subarray(at + LENGTH, at + LENGTH + KEY),
      signature: packed.subarray(at + LENGTH + KEY, at + HEAD),
      message: packed.subarray(at + HEAD, end),
    });
    at = end;
  }
  return checks;
}
