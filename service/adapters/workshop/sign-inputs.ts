import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { startOf } from '../../domain/bulk/packed.ts';
import type { Packed } from '../../domain/bulk/packed.ts';
import { SIGNATURE_BYTES } from '../../ports/signer.ts';
import { putSignature } from '../crypto/signature-forms.ts';

/** ES256 signatures of JWS whose payloads (base64url) stand under one header (base64url), 64 bytes each. */
export function signInputs(key: KeyObject, header: string, payloads: Packed): Uint8Array {
  const { bytes, ends } = payloads;
  const signatures = new Uint8Array(ends.length * SIGNATURE_BYTES);
  const prefix = header.length + 1;
  // One buffer for all signing inputs: the header stays, the payload is copied in behind it.
  let input = Buffer.alloc(0);
  for (let row = 0; row < ends.length; row++) {
    const [start, end] = [startOf(payloads, row), ends[row] as number];
    const length = prefix + end - start;
    if (input.length < length) {
      input = Buffer.alloc(2 * length);
      input.write(`${header}.`, 'latin1');
    }
    input.set(bytes.subarray(start, end), prefix);
    putSignature(signatures, row * SIGNATURE_BYTES, sign('sha256', input.subarray(0, length), key));
  }
  return signatures;
}
