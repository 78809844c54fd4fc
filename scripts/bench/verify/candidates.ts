import { hash, verify, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { compactVerify, decodeJwt, importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import { fleetingDerSignature } from '../../../service/adapters/crypto/signature-forms.ts';
import { batchedPrimitives } from '../../../service/adapters/crypto/batched-primitives.ts';
import { createEngineCache, policyOf, readArtefact, verifyArtefact } from '../../../service/verify/index.ts';
import type { EvidenceBundle, SlotRef } from '../../../service/verify/index.ts';
import { createVerifyThreads } from '../../../service/wiring/verify-threads.ts';
import type { Items } from './items.ts';

/** Checks one presentation; throws when it does not hold. */
export type Candidate = (text: string) => Promise<void>;

export const refuse = (why: string): never => {
  throw new Error(why);
};

/** The engine, every check of a presentation; evidence brought, chains of certificates kept, no verdict kept. */
export function engine({ evidence, trustedPoint, now, demand: holder }: Items): Candidate {
  const primitives = batchedPrimitives();
  const cache = createEngineCache();
  const policy = policyOf('presentation', { production: true });
  return async (text) => {
    const artefact = readArtefact(text, cache);
    const verification = { primitives, artefact, trustedPoint, evidence, policy, now, holder, cache };
    const { verdict, codes } = await verifyArtefact(verification);
    if (verdict !== 'valid') refuse(codes.join());
  };
}

/** A bundle as far as it is of these slots: a node is asked for no others. */
const answerTo = ({ accounts, ...bundle }: EvidenceBundle, slots: readonly SlotRef[]): EvidenceBundle => ({
  ...bundle,
  accounts: accounts.map((account) => {
    const asked = slots.flatMap(({ address, slot }) => (address === account.address ? [slot] : []));
    return { ...account, storageProof: account.storageProof.filter(({ key }) => asked.includes(key)) };
  }),
});

/** The same as the service and the command do it for sets and folders, on threads; what they would ask for is at hand. */
export function threads({ evidence, trustedPoint, now, demand: holder }: Items): Candidate {
  const { verifyBriefly } = createVerifyThreads({
    monotonicMs: () => performance.now(),
    primitives: batchedPrimitives(),
    engine: createEngineCache(),
    clock: { now: () => now },
    sources: {
      trustedPoint: async () => trustedPoint,
      gather: async ({ slots }) => answerTo(evidence, slots),
      statusList: async () => undefined,
      keep: async () => undefined,
      kept: async () => undefined,
    },
  });
  const policy = policyOf('presentation', { production: true });
  return async (artefact) => {
    const { verdict, codes } = await verifyBriefly({ artefact, policy, holder });
    if (verdict !== 'valid') refuse(codes.join());
  };
}

type KeyOf = (text: string) => KeyObject;

/** A SubjectPublicKeyInfo of P-256 as far as the coordinates. */
const SPKI_HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');

/** The issuer's key from x5c once: neither peer nor floor checks the chain again for every certificate. */
export function issuerKey(): KeyOf {
  let key: KeyObject | undefined;
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

/** The key of a JWK as PEM: as text it costs Node least where it is used once, since there is no object to be rid of. */
export function pemOfHolderKey({ x, y }: { x: string; y: string }): string {
  const point = Buffer.concat([SPKI_HEAD, Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return `-----BEGIN PUBLIC KEY-----\n${point.toString('base64')}\n-----END PUBLIC KEY-----`;
}

/** Whether a compact JWS is signed with the key. */
function isSigned(jws: string, key: KeyObject | string): boolean {
  const dot = jws.lastIndexOf('.');
  const signature = fleetingDerSignature(Buffer.from(jws.slice(dot + 1), 'base64url'));
  return verify('sha256', Buffer.from(jws.slice(0, dot), 'latin1'), key, signature);
}

/**
 * What no verifier can do without: two bare ES256 checks, the import of the holder's key, the hashes; in the forms that
 * cost Node least, which ours are, too.
 */
export function floor(): Candidate {
  const keyOf = issuerKey();
  return async (text) => {
    const parts = text.split('~');
    const [jws = '', binding = ''] = [parts[0], parts.at(-1)];
    const payload = jws.split('.')[1]!;
    const { cnf, anchor } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      cnf: { jwk: { x: string; y: string } };
      anchor: { proof: string[] };
    };
    if (!isSigned(jws, keyOf(text)) || !isSigned(binding, pemOfHolderKey(cnf.jwk))) refuse('signature');
    // Disclosures, what is presented, the leaf and the way to the root.
    for (const disclosure of parts.slice(1, -1)) hash('sha256', disclosure);
    hash('sha256', text.slice(0, text.lastIndexOf('~') + 1));
    hash('sha256', payload);
    for (const sibling of anchor.proof) hash('sha256', sibling);
  };
}
