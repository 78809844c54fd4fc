import { createHash, randomBytes } from 'node:crypto';
import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import type { UnsignedTransaction } from '../../../service/ports/signer.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex, utf8 } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import { BASE, CAIP2, CONTRACTS, ISSUER, TYPE } from './department.ts';

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

export const segment = (value: unknown): string => encodeBase64url(utf8(canonicalJson(value as JsonValue)));

/** The header of what a department signs. */
export function header(certificates: readonly Uint8Array[], changes: Record<string, unknown> = {}): string {
  const x5c = certificates.map((der) => Buffer.from(der).toString('base64'));
  return segment({ alg: 'ES256', typ: 'dc+sd-jwt', x5c, ...changes });
}

export const anchor = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  chain: CAIP2,
  contract: CONTRACTS.certificateAnchors,
  id: `0x${randomBytes(32).toString('hex')}`,
  block: 12,
  index: 5,
  size: 2048,
  proof: Array.from({ length: 11 }, () => random(32)),
  ...changes,
});

/** The payload of a synthetic certificate of twelve claims, eight of them disclosable. */
export const payload = (x5tS256: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: ISSUER,
  vct: TYPE,
  'vct#integrity': `sha256-${random(32)}`,
  iat: 1_795_500_000,
  nbf: 1_795_500_000,
  exp: 1_900_000_000,
  licence: `1.2.156.3005.2.${random(12)}`,
  salt: random(16),
  'x5t#S256': x5tS256,
  _sd: Array.from({ length: 8 }, () => random(32)),
  _sd_alg: 'sha-256',
  level: '中级',
  speciality: '信息技术',
  approvedOn: '2026-01-15',
  issuedBy: '示例局',
  anchor: anchor(),
  ...changes,
});

/** The payload of a status list. */
export const statusList = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: ISSUER,
  sub: `${BASE}/status-lists/${random(6)}`,
  iat: 1_795_500_000,
  exp: 1_795_500_600,
  ttl: 300,
  status_list: { bits: 2, lst: random(200) },
  ...changes,
});

type Signed = { certificates: readonly Uint8Array[]; x5tS256: string };

/** A JWS signing input as the service asks for it. */
export function signingInput({ certificates, x5tS256 }: Signed, changes: Record<string, unknown> = {}): string {
  return `${header(certificates)}.${segment(payload(x5tS256, changes))}`;
}

/** The on-chain id of a type or domain. */
export const idOf = (uri: string): Hex => bytesToHex(createHash('sha256').update(uri).digest());

/** A transaction that anchors a batch of five. */
export const anchorMany = (changes: Partial<UnsignedTransaction> = {}, type = TYPE): UnsignedTransaction => ({
  chainId: 370_500,
  nonce: 3,
  to: CONTRACTS.certificateAnchors,
  data: contractCalls.anchorMany([{ typeId: idOf(type), root: `0x${'07'.repeat(32)}`, size: 5 }]),
  gasLimit: 200_000,
  ...changes,
});
