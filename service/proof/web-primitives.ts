import { sha256 } from '@noble/hashes/sha2.js';
import type { Primitives } from './primitives.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };

/** A copy on memory of its own, as WebCrypto's types demand. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

/**
 * The primitives of proof and verify in a browser. Trees need a synchronous hash, which WebCrypto does not have; signatures
 * are checked natively. WebCrypto exists in secure contexts only: https, or http on this machine.
 */
export function webPrimitives(subtle: SubtleCrypto = globalThis.crypto.subtle): Primitives {
  const importKey = async (publicKey: Uint8Array): Promise<CryptoKey | undefined> => {
    try {
      return await subtle.importKey('raw', owned(publicKey), ALGORITHM, false, ['verify']);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'DataError') return undefined; // a point off the curve
      throw error;
    }
  };

  return {
    sha256,
    verifyEs256: async (publicKey, message, signature) => {
      if (signature.length !== 64 || publicKey.length !== 65 || publicKey[0] !== 4) return false;
      const key = await importKey(publicKey);
      if (key === undefined) return false;
      return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, owned(signature), owned(message));
    },
  };
}
