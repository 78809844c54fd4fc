import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A holder's P-256 key, as a wallet makes one, and its proofs of possession for instances. */
export type HolderKey = {
  jwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  privateKey: CryptoKey;
  /** The body of POST /v1/certificates/{id}/instances. `changed` replaces members of the proof's payload. */
  request(
    base: string,
    certificate: string,
    changed?: Record<string, unknown>,
  ): Promise<{ jwk: HolderKey['jwk']; proof: string }>;
};

export async function newHolderKey(): Promise<HolderKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { x, y } = await exportJWK(publicKey);
  const jwk = { kty: 'EC', crv: 'P-256', x: String(x), y: String(y) } as const;
  return {
    jwk,
    privateKey,
    async request(base, certificate, changed = {}) {
      const proof = await new SignJWT({ aud: base, certificate, iat: Math.floor(Date.now() / 1000), ...changed })
        .setProtectedHeader({ alg: 'ES256', typ: 'instance-proof+jwt', jwk })
        .sign(privateKey);
      return { jwk, proof };
    },
  };
}
