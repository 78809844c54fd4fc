import { bytesToHex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { ArtefactDefect } from '../artefact/artefact.ts';
import { readJws } from '../artefact/read-sd-jwt.ts';
import { readChain } from '../x509/read-chain.ts';
import type { TrustedPoint } from '../types.ts';
import { EvidenceFault } from './prove-header.ts';
import type { ProvenHeader } from './prove-header.ts';

/** Media type of the region's statement about evidence that is used without a network. */
export const OFFLINE_TYP = 'offline-statement+jwt';

/** The region's word on an offline bundle: how old it may become, and the SHA-256 (base64url) of its nodes. */
export type OfflineStatement = { readonly maxAgeSeconds: number; readonly nodesSha256: string };

/** A header, an x5c of four certificates and nine claims; far below what would be slow to parse. */
const MAX_TOKEN = 65_536;

function refuse(what: string, cause?: unknown): never {
  throw new EvidenceFault('chain.evidenceInvalid', `offline statement: ${what}`, { cause });
}

function read(token: unknown): ReturnType<typeof readJws> {
  if (typeof token !== 'string' || token.length > MAX_TOKEN) return refuse('is no text, or too long');
  try {
    return readJws(token, 'offline statement');
  } catch (error) {
    if (error instanceof ArtefactDefect) return refuse(error.message, error);
    throw error;
  }
}

/**
 * The region's statement about a proven header. It must be signed under the region's root by the certificate that names
 * the region itself (its base as URI), so no department and no relay can lengthen an age.
 *
 * @throws EvidenceFault when it is about another chain, block or time, or not the region's
 */
export async function proveOfflineStatement(
  primitives: Primitives,
  token: unknown,
  trustedPoint: TrustedPoint,
  header: ProvenHeader,
): Promise<OfflineStatement> {
  const jws = read(token);
  const { alg, typ, x5c, crit } = jws.header;
  if (typ !== OFFLINE_TYP || alg !== 'ES256' || crit !== undefined) refuse('another kind of token');
  if (!Array.isArray(x5c) || x5c.length > 4 || !x5c.every((one) => typeof one === 'string')) return refuse('no x5c');
  const { iss, chain, genesisHash, height, blockHash, asOf, maxAgeSeconds, nodesSha256 } = jws.payload;
  if (iss !== trustedPoint.base || chain !== trustedPoint.caip2 || genesisHash !== trustedPoint.genesisHash) {
    refuse('of another region');
  }
  if (height !== header.number || blockHash !== bytesToHex(header.hash) || asOf !== header.statementTime) {
    refuse('about another block or time');
  }
  if (typeof maxAgeSeconds !== 'number' || !Number.isSafeInteger(maxAgeSeconds) || maxAgeSeconds < 0) {
    return refuse('no maximum age');
  }
  if (typeof nodesSha256 !== 'string') return refuse('no digest of nodes');

  const certificates = await readChain(primitives, jws.headerText, x5c as string[], undefined);
  if (!certificates.ok || !trustedPoint.rootX5tS256.includes(certificates.rootX5tS256)) {
    return refuse('not under a root of the region');
  }
  const { leaf } = certificates;
  if (!leaf.uris.includes(trustedPoint.base)) refuse('not signed by the region itself');
  const at = header.statementTime;
  if (certificates.certificates.some(({ notBefore, notAfter }) => at < notBefore || at > notAfter)) {
    refuse('certificate not in force');
  }
  if (!(await primitives.verifyEs256(leaf.publicKey, jws.signed, jws.signature))) {
    refuse('signature does not hold');
  }
  return { maxAgeSeconds, nodesSha256 };
}
