import { encodeBase64url } from '../../proof/base64url.ts';
import { bytesToHex, concatBytes, utf8 } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { OFFLINE_TYP } from '../evidence/offline-statement.ts';
import type { ProvenHeader } from '../evidence/prove-header.ts';
import type { SignEs256 } from '../presentation/create-presentation.ts';
import type { EvidenceBundle, TrustedPoint } from '../types.ts';
import type { OfflineBundle } from './offline-bundle.ts';

/** The region's own hand: a certificate under its root that names the region's base, and the key it is for. */
export type RegionSigner = { x5c: readonly Uint8Array[]; sign: SignEs256 };

const encodeJson = (value: unknown): string => encodeBase64url(utf8(canonicalJson(value as JsonValue)));
const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/**
 * A bundle's text, signed by the region.
 *
 * @param input.evidence a header with the newest quorum of votes and no more (`trimEvidence`); proven: what it proves
 * @param input.nodes of the state below that header, in any order; now and ages in (Unix) seconds
 */
export async function createOfflineBundle(input: {
  sha256: Sha256;
  trustedPoint: TrustedPoint;
  evidence: Pick<EvidenceBundle, 'chain' | 'scheme' | 'header' | 'votes'>;
  proven: ProvenHeader;
  nodes: Iterable<Uint8Array>;
  maxAgeSeconds: number;
  signer: RegionSigner;
  now: number;
}): Promise<string> {
  const { sha256, trustedPoint, evidence, proven, maxAgeSeconds, signer, now } = input;
  const sorted = [...new Map(Array.from(input.nodes, (node) => [encodeBase64url(node), node]))];
  sorted.sort(([a], [b]) => (a < b ? -1 : 1));
  const claims = {
    ...{ iss: trustedPoint.base, iat: now, chain: trustedPoint.caip2, genesisHash: trustedPoint.genesisHash },
    ...{ height: proven.number, blockHash: bytesToHex(proven.hash), asOf: proven.statementTime, maxAgeSeconds },
    nodesSha256: encodeBase64url(sha256(concatBytes(...sorted.map(([, node]) => node)))),
  };
  const head = { alg: 'ES256', typ: OFFLINE_TYP, x5c: signer.x5c.map(base64) };
  const signed = `${encodeJson(head)}.${encodeJson(claims)}`;
  const { chain, scheme, header, votes } = evidence;
  const bundle: OfflineBundle = {
    ...{ v: 1, kind: 'offline-bundle', chain, scheme, header },
    ...(votes === undefined ? {} : { votes }),
    statement: `${signed}.${encodeBase64url(await signer.sign(utf8(signed)))}`,
    nodes: sorted.map(([text]) => text),
  };
  return canonicalJson(bundle as unknown as JsonValue);
}
