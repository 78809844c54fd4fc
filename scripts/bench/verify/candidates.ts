import { createPublicKey, hash, verify, X509Certificate } from 'node:crypto';
import { compactVerify, decodeJwt, importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { createEngineCache, policyOf, readArtefact, verifyArtefact } from '../../../service/verify/index.ts';
import type { Items } from './items.ts';

/** Checks one presentation; throws when it does not hold. */
export type Candidate = (text: string) => Promise<void>;

const refuse = (why: string): never => {
  throw new Error(why);
};

/** The engine, every check of a presentation; evidence brought, chains of certificates kept, no verdict kept. */
export function engine({ evidence, trustedPoint, now, demand: holder }: Items): Candidate {
  const primitives = nodePrimitives();
  const cache = createEngineCache();
  const policy = policyOf('presentation', { production: true }) ?? refuse('no policy');
  return async (text) => {
    const artefact = readArtefact(text, cache);
    const verification = { primitives, artefact, trustedPoint, evidence, policy, now, holder, cache };
    const { verdict, codes } = await verifyArtefact(verification);
    if (verdict !== 'valid') refuse(codes.join());
  };
}

type KeyOf = (text: string) => ReturnType<typeof createPublicKey>;

/** The issuer's key from x5c once: neither peer nor floor checks the chain again for every certificate. */
function issuerKey(): KeyOf {
  let key: ReturnType<typeof createPublicKey> | undefined;
  return (text) => {
    if (key !== undefined) return key;
    const { x5c } = JSON.parse(Buffer.from(text.split('.', 1)[0]!, 'base64url').toString()) as { x5c: string[] };
    key = new X509Certificate(Buffer.from(x5c[0]!, 'base64')).publicKey;
    return key;
  };
}

/**
 * jose: both signatures, audience and age, and the digests of RFC 9901 by hand. Neither anchor, status, issuer chain,
 * canonical form nor schema.
 */
export function joseOnly({ now, demand }: Items): Candidate {
  const keyOf = issuerKey();
  return async (text) => {
    const parts = text.split('~');
    await compactVerify(parts[0]!, keyOf(text), { algorithms: ['ES256'] });
    const payload = decodeJwt<{ cnf: { jwk: JWK }; _sd: string[] }>(parts[0]!);
    for (const disclosure of parts.slice(1, -1)) {
      if (!payload._sd.includes(hash('sha256', disclosure, 'base64url'))) refuse('disclosure');
    }
    const { payload: binding } = await jwtVerify(parts.at(-1)!, await importJWK(payload.cnf.jwk, 'ES256'), {
      ...{ algorithms: ['ES256'], typ: 'kb+jwt', audience: demand.audience, maxTokenAge: demand.maxAgeSeconds },
      currentDate: new Date(now * 1000),
    });
    const covered = text.slice(0, text.lastIndexOf('~') + 1);
    if (binding['nonce'] !== demand.nonce || binding['sd_hash'] !== hash('sha256', covered, 'base64url'))
      refuse('binding');
  };
}

/** What no verifier can do without: two bare ES256 checks, the import of the holder's key, the hashes. */
export function floor(): Candidate {
  const keyOf = issuerKey();
  return async (text) => {
    const parts = text.split('~');
    const [header, payload, signature] = parts[0]!.split('.');
    const key = { key: keyOf(text), dsaEncoding: 'ieee-p1363' } as const;
    const signed = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature!, 'base64url'));
    const { cnf, anchor } = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as {
      cnf: { jwk: JWK };
      anchor: { proof: string[] };
    };
    const holder = { key: createPublicKey({ key: cnf.jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    const binding = parts.at(-1)!;
    const dot = binding.lastIndexOf('.');
    const bound = verify(
      'sha256',
      Buffer.from(binding.slice(0, dot)),
      holder,
      Buffer.from(binding.slice(dot + 1), 'base64url'),
    );
    if (!signed || !bound) refuse('signature');
    // Disclosures, what is presented, the leaf and the way to the root.
    for (const disclosure of parts.slice(1, -1)) hash('sha256', disclosure);
    hash('sha256', text.slice(0, text.lastIndexOf('~') + 1));
    hash('sha256', payload!);
    for (const sibling of anchor.proof) hash('sha256', sibling);
  };
}
