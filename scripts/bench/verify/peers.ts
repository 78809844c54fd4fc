import { createPublicKey, hash, verify } from 'node:crypto';
import { peer } from '../peers.ts';
import { issuerKey, pemOfHolderKey, refuse } from './candidates.ts';
import type { Candidate } from './candidates.ts';
import type { Items } from './items.ts';

export const PEERS = ['jose', '@sd-jwt/sd-jwt-vc', '@govtechsg/open-attestation'];

type Check = (data: string, signature: string, payload?: { cnf?: { jwk: { x: string; y: string } } }) => boolean;
type SdJwtVc = {
  SDJwtVcInstance: new (config: Record<string, unknown>) => {
    verify(text: string, options: Record<string, unknown>): Promise<unknown>;
  };
};

/**
 * @sd-jwt/sd-jwt-vc with native signatures and hashes: both signatures and the disclosures. Neither audience, age, anchor,
 * status, issuer chain, canonical form nor schema.
 */
export async function sdJwtVc({ texts, now, demand }: Items): Promise<Candidate> {
  const { SDJwtVcInstance } = await peer<SdJwtVc>('@sd-jwt/sd-jwt-vc');
  const issuer = issuerKey()(texts[0]!);
  const isSigned = (data: string, signature: string, key: typeof issuer): boolean =>
    verify('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  const verifier: Check = (data, signature) => isSigned(data, signature, issuer);
  const kbVerifier: Check = (data, signature, payload) =>
    isSigned(data, signature, createPublicKey(pemOfHolderKey(payload?.cnf?.jwk ?? refuse('no holder'))));
  const hasher = (data: string): Buffer => hash('sha256', data, 'buffer');
  const instance = new SDJwtVcInstance({ verifier, kbVerifier, hasher, hashAlg: 'sha-256' });
  return async (text) => {
    await instance.verify(text, { keyBindingNonce: demand.nonce, currentDate: now });
  };
}

type OpenAttestation = {
  wrapDocuments(documents: readonly unknown[]): unknown[];
  verifySignature(document: unknown): boolean;
};

/**
 * OpenAttestation: the salted hash of 12 claims and its way to the batch's root. It has no signature and no holder; whether
 * the chain knows the root is taken as answered.
 */
export async function openAttestation(count: number): Promise<Candidate> {
  const { wrapDocuments, verifySignature } = await peer<OpenAttestation>('@govtechsg/open-attestation');
  const issuers = [
    {
      name: '东营市测试单位',
      documentStore: '0x8Fc57204c35fb9317D91285eF52D6b892EC08cD3',
      identityProof: { type: 'DNS-TXT', location: 'dongying.example' },
    },
  ];
  const names = 'accountStatus paidThrough name number employer account balance openedOn rate base months loan'.split(
    ' ',
  );
  const claims = (i: number) => Object.fromEntries(names.map((name) => [name, `${name} ${i}`]));
  const documents = wrapDocuments(Array.from({ length: count }, (_, i) => ({ issuers, ...claims(i) })));
  let next = 0;
  return async () => {
    if (!verifySignature(documents[next++ % count])) refuse('hash');
  };
}
