import { decodeBase64url, NotBase64url } from '../../proof/base64url.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { ArtefactDefect } from '../artefact/artefact.ts';
import { readJws } from '../artefact/read-sd-jwt.ts';
import { isObject } from '../artefact/strict-json.ts';
import type { EngineCache } from '../cache.ts';
import { readChain } from '../x509/read-chain.ts';
import type { TrustedPoint } from '../types.ts';
import { inflate } from '../container/inflate.ts';

/**
 * What a status list says of one certificate, when it was made, and the SHA-256 thumbprint of the certificate that signed
 * it; or why it says nothing. X.509 alone does not say whether that key is still to be believed: the registry does.
 */
export type ListedStatus =
  | { readonly usable: true; readonly status: number; readonly asOf: number; readonly signer: Uint8Array }
  | { readonly usable: false; readonly why: string };

class ListUnusable extends Error {}
const unusable = (why: string): never => {
  throw new ListUnusable(why);
};

/** A validator's clock may run ahead of the verifier's by this much. */
const SKEW_SECONDS = 30;
const MAX_TOKEN = 4_194_304;
/** More than a list of 2^20 certificates with eight bits each. */
const MAX_LIST = 2_097_152;

/**
 * The code of one entry of an inflated list: entry i stands in byte floor(i * bits / 8), from the least significant bit
 * upwards. Undefined beyond the list's end.
 *
 * @see Token Status List section 4.1
 */
export function statusAt(list: Uint8Array, bits: 1 | 2 | 4 | 8, index: number): number | undefined {
  const byte = list[Math.floor((index * bits) / 8)];
  return byte === undefined ? undefined : (byte >>> ((index * bits) % 8)) & ((1 << bits) - 1);
}

/** The bits and bytes of a `status_list` claim. @throws ListUnusable */
async function readList(claim: JsonValue | undefined): Promise<{ bits: 1 | 2 | 4 | 8; list: Uint8Array }> {
  const { bits, lst } = isObject(claim) ? claim : {};
  if (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8) return unusable('bits are not 1, 2, 4 or 8');
  if (typeof lst !== 'string') return unusable('lst is missing');
  try {
    const list = await inflate(decodeBase64url(lst), 'zlib', MAX_LIST);
    return list === undefined ? unusable('lst is not ZLIB, or too large') : { bits, list };
  } catch (error) {
    if (error instanceof NotBase64url) return unusable('lst is not base64url');
    throw error;
  }
}

/** Presence before value: a list must say of what it speaks, when it was made and how long it counts. */
function checkTimes(payload: Record<string, JsonValue>, now: number): number {
  const time = (name: string): number | undefined => {
    const value = payload[name];
    if (value === undefined) return undefined;
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : unusable(`${name} is no time`);
  };
  const [iat, exp, ttl] = [time('iat'), time('exp'), time('ttl')];
  if (iat === undefined) return unusable('iat is missing');
  if (iat > now + SKEW_SECONDS) return unusable('made later than now');
  const until = Math.min(exp ?? Infinity, ttl === undefined ? Infinity : iat + ttl);
  if (until === Infinity) return unusable('neither exp nor ttl');
  return now < until ? iat : unusable('no longer counts');
}

type Question = {
  primitives: Primitives;
  token: string;
  /** Of the certificate: which entry of which list, and whose. */
  entry: { readonly idx: number; readonly uri: string };
  iss: string;
  trustedPoint: TrustedPoint;
  now: number;
  cache: EngineCache | undefined;
};

async function readStatus(question: Question): Promise<ListedStatus> {
  const { primitives, token, entry, iss, trustedPoint, now, cache } = question;
  if (token.length > MAX_TOKEN) return unusable('too long');
  const jws = readJws(token, 'status list');
  const { alg, typ, x5c, crit } = jws.header;
  if (typ !== 'statuslist+jwt' || alg !== 'ES256' || crit !== undefined) return unusable('another kind of token');
  if (jws.payload['sub'] !== entry.uri) return unusable('a list of another subject');
  const asOf = checkTimes(jws.payload, now);
  if (!Array.isArray(x5c) || x5c.length > 4 || !x5c.every((one) => typeof one === 'string')) return unusable('no x5c');
  const chain = await readChain(primitives, jws.headerText, x5c as string[], cache?.chains);
  if (!chain.ok || !trustedPoint.rootX5tS256.includes(chain.rootX5tS256))
    return unusable('not under a root of the region');
  if (chain.certificates.some(({ notBefore, notAfter }) => now < notBefore || now > notAfter)) {
    return unusable('signing certificate not in force');
  }
  if (!chain.leaf.uris.includes(iss)) return unusable('signed by another department');
  const signed = await primitives.verifyEs256(chain.leaf.publicKey, jws.signed, jws.signature);
  if (!signed) return unusable('signature does not hold');
  const { bits, list } = await readList(jws.payload['status_list']);
  const status = statusAt(list, bits, entry.idx);
  if (status === undefined) return unusable('index out of range');
  return status <= 3
    ? { usable: true, status, asOf, signer: chain.thumbprint }
    : unusable(`status ${status} is unknown`);
}

/**
 * What a Token Status List says of a certificate. A list that cannot be used says nothing; it is never a reason against
 * the certificate.
 *
 * @see draft-ietf-oauth-status-list section 8.3
 */
export async function readListedStatus(question: Question): Promise<ListedStatus> {
  try {
    return await readStatus(question);
  } catch (error) {
    if (error instanceof ListUnusable || error instanceof ArtefactDefect) return { usable: false, why: error.message };
    throw error;
  }
}
