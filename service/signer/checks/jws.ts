import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import { Refusal } from './refusal.ts';

/** What a Signer signs with its ES256 keys: certificates and its department's status lists. */
export const PURPOSES = ['dc+sd-jwt', 'statuslist+jwt'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a payload is held against; plain data, so that it can go to a worker thread. */
export type JwsRules = {
  /** The department's `iss`. */
  issuer: string;
  /** The region's base URI and CAIP-2 name. */
  base: string;
  caip2: string;
  /** vct URIs. */
  types: ReadonlySet<string>;
  /** CertificateAnchors in lower case. */
  contract: string;
};

/** What the log says of a payload; no personal data. */
export type Seen = { type: string; anchor?: string };

/** The text of canonical base64url of UTF-8, or undefined. */
export function decodeSegment(segment: string): string | undefined {
  const text = Buffer.from(segment, 'base64url').toString('utf8');
  // Writing it again tells padding, foreign characters, spare bits and bad UTF-8 apart from the one right form.
  return Buffer.from(text, 'utf8').toString('base64url') === segment ? text : undefined;
}

/** Whether names stand in the order of their UTF-16 units (RFC 8785 section 3.2.3), at every depth. */
function isSorted(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let last: string | undefined;
  for (const [name, member] of Object.entries(value)) {
    if ((last !== undefined && last >= name) || !isSorted(member)) return false;
    last = name;
  }
  return true;
}

/**
 * Whether the text is the value's canonical form. JSON.stringify differs from it in two things only, the order of names
 * and lone surrogates, and is several times faster; what it does not settle is compared in full.
 */
function isCanonical(value: JsonValue, text: string): boolean {
  const settled = JSON.stringify(value) === text && !text.includes('\\ud') && isSorted(value);
  return settled || canonicalJson(value) === text;
}

/** The object whose canonical form the segment is: one text for one meaning, and no name twice. */
function parseSegment(segment: string): JsonObject | undefined {
  const text = decodeSegment(segment);
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return isCanonical(value, text) ? (value as JsonObject) : undefined;
  } catch {
    return undefined; // JSON.parse's way to say that it is no JSON; canonicalJson refuses lone surrogates
  }
}

/**
 * Reads the protected header of what is to be signed: `{alg: ES256, typ, x5c}` and nothing else.
 *
 * @returns the purpose, and `x5c` joined by spaces: the name of the key that is to sign
 * @throws Refusal
 */
export function readHeader(segment: string): { purpose: Purpose; x5c: string } {
  const header = parseSegment(segment);
  if (header === undefined || Object.keys(header).join() !== 'alg,typ,x5c' || header['alg'] !== 'ES256') {
    throw new Refusal('signer.headerMalformed', 'the header is not {alg: ES256, typ, x5c} in its canonical form');
  }
  const { typ, x5c } = header;
  const purpose = PURPOSES.find((one) => one === typ);
  if (purpose === undefined) throw new Refusal('signer.purposeUnknown', 'neither a certificate nor a status list');
  if (!Array.isArray(x5c) || x5c.some((one) => typeof one !== 'string')) {
    throw new Refusal('signer.headerMalformed', 'x5c is no list of certificates');
  }
  return { purpose, x5c: x5c.join(' ') };
}

function checkAnchor(rules: JwsRules, anchor: JsonValue | undefined): string {
  if (typeof anchor !== 'object' || anchor === null || Array.isArray(anchor)) {
    throw new Refusal('signer.payloadMalformed', 'a certificate has an anchor');
  }
  const { chain, contract, id, index, size } = anchor as JsonObject;
  if (chain !== rules.caip2 || typeof contract !== 'string' || contract.toLowerCase() !== rules.contract) {
    throw new Refusal('signer.otherChain', 'the anchor is not on this region’s chain and contract');
  }
  if (typeof id !== 'string' || !/^0x[0-9a-f]{64}$/.test(id)) {
    throw new Refusal('signer.payloadMalformed', 'the anchor’s id is no 32 bytes');
  }
  if (!Number.isInteger(index) || !Number.isInteger(size) || Number(index) < 0 || Number(index) >= Number(size)) {
    throw new Refusal('signer.payloadMalformed', 'the anchor’s index lies outside its batch');
  }
  return id;
}

function checkCertificate(rules: JwsRules, x5tS256: string, payload: JsonObject): Seen {
  const { iss, vct } = payload;
  if (iss !== rules.issuer) throw new Refusal('signer.otherIssuer', 'the certificate names another issuer');
  if (typeof vct !== 'string' || !rules.types.has(vct)) {
    throw new Refusal('signer.typeNotAllowed', `this Signer does not sign certificates of type ${String(vct)}`);
  }
  if (payload['x5t#S256'] !== x5tS256) {
    throw new Refusal('signer.otherKey', 'the certificate commits to another signing certificate');
  }
  return { type: vct, anchor: checkAnchor(rules, payload['anchor']) };
}

/** Token Status List: draft-ietf-oauth-status-list section 5.1. */
function checkStatusList(rules: JwsRules, payload: JsonObject): Seen {
  const { iss, sub, status_list: list } = payload;
  if (iss !== undefined && iss !== rules.issuer) {
    throw new Refusal('signer.otherIssuer', 'the status list names another issuer');
  }
  if (typeof sub !== 'string' || !sub.startsWith(`${rules.base}/`)) {
    throw new Refusal('signer.payloadMalformed', 'the status list’s subject lies outside the region');
  }
  if (typeof list !== 'object' || list === null) {
    throw new Refusal('signer.payloadMalformed', 'a status list has status_list');
  }
  return { type: 'statuslist+jwt' };
}

/**
 * Looks at one payload that is to be signed.
 *
 * @param segment the payload in base64url
 * @param x5tS256 thumbprint of the certificate that will sign
 * @throws Refusal
 */
export function checkPayload(rules: JwsRules, purpose: Purpose, x5tS256: string, segment: string): Seen {
  const payload = parseSegment(segment);
  if (payload === undefined) {
    throw new Refusal('signer.payloadMalformed', 'the payload is no JSON object in its canonical form');
  }
  return purpose === 'dc+sd-jwt' ? checkCertificate(rules, x5tS256, payload) : checkStatusList(rules, payload);
}
