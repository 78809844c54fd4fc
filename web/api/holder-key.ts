import { encodeBase64url } from '../../service/proof/base64url.ts';
import type { P256Jwk, SignEs256 } from '../../service/verify/index.ts';
import { holderStore } from './holder-store.ts';
import type { HolderKey } from './holder-store.ts';

const curve = { name: 'ECDSA', namedCurve: 'P-256' };
const encodeJson = (value: unknown) => encodeBase64url(new TextEncoder().encode(JSON.stringify(value)));

/** The person's key on this device, made on first use; P-256, for signing, not extractable. */
export async function holderKey(person: string, now: number): Promise<HolderKey> {
  const known = await holderStore.key(person);
  if (known !== undefined) return known;
  const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  const key = { person, privateKey: pair.privateKey, publicKey: pair.publicKey, createdAt: now };
  await holderStore.putKey(key);
  return key;
}

/** The public half as a JWK with exactly the members that name the key. */
export async function publicJwk(key: HolderKey): Promise<P256Jwk> {
  const { x, y } = await crypto.subtle.exportKey('jwk', key.publicKey);
  return { kty: 'EC', crv: 'P-256', x: x as string, y: y as string };
}

/** ES256 by the holder's key: 64 bytes r ‖ s, as WebCrypto gives them. */
export function signerOf(key: HolderKey): SignEs256 {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  return async (message) => new Uint8Array(await crypto.subtle.sign(algorithm, key.privateKey, message));
}

/** A compact ES256 JWT (RFC 7515) signed by the holder's key. */
export async function signJwt(header: object, payload: object, key: HolderKey): Promise<string> {
  const input = `${encodeJson({ alg: 'ES256', ...header })}.${encodeJson(payload)}`;
  return `${input}.${encodeBase64url(await signerOf(key)(new TextEncoder().encode(input)))}`;
}
