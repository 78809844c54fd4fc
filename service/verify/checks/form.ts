import { decodeBase64url, NotBase64url } from '../../proof/base64url.ts';
import { chainIdOf } from '../../proof/attested.ts';
import { hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import { jwkToPoint, NotEs256Key } from '../../proof/es256-key.ts';
import type { CertificateArtefact, DefectiveArtefact } from '../artefact/artefact.ts';
import { MAX_CHAIN, MAX_INCLUSION } from '../artefact/limits.ts';
import { isObject } from '../artefact/strict-json.ts';
import type { Check } from '../types.ts';
import { failed, passed, undetermined } from './check.ts';

/** The `anchor` claim: where the certificate is committed to, and how its leaf leads to the root. */
export type AnchorClaim = {
  readonly chain: string;
  readonly contract: string;
  readonly id: Uint8Array;
  /** The same as it stands in the claim. */
  readonly hexId: Hex;
  readonly block: number;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
};

/** The members of a certificate that every one has, typed; nothing of them is proven. Times in Unix seconds. */
export type CertificateForm = {
  readonly iss: string;
  readonly vct: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number | undefined;
  readonly x5tS256: string;
  readonly x5c: readonly string[];
  /** Uncompressed point of the holder's key, when the instance is bound to one. */
  readonly holderKey: Uint8Array | undefined;
  readonly anchor: AnchorClaim;
  readonly statusList: { readonly idx: number; readonly uri: string } | undefined;
};

class FormFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const MAX_U32 = 0xffffffff;
const malformed = (what: string): never => {
  throw new FormFault('form.claimMalformed', `${what} has another form`);
};

function member(object: JsonObject, name: string): JsonValue {
  const value = object[name];
  if (value === undefined || !Object.hasOwn(object, name))
    throw new FormFault('form.claimMissing', `${name} is missing`);
  return value;
}

function text(value: JsonValue, what: string): string {
  return typeof value === 'string' && value !== '' && value.length <= 1_024 ? value : malformed(what);
}

function integer(value: JsonValue, what: string, max = Number.MAX_SAFE_INTEGER): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max ? value : malformed(what);
}

/** Base64url of so many bytes; undefined for anything else. */
function decoded(value: JsonValue, length: number): Uint8Array | undefined {
  if (typeof value !== 'string' || value.length !== Math.ceil((length * 4) / 3)) return undefined;
  try {
    return decodeBase64url(value);
  } catch (error) {
    if (error instanceof NotBase64url) return undefined;
    throw error;
  }
}

function bytes(value: JsonValue, what: string, length: number): Uint8Array {
  return decoded(value, length) ?? malformed(what);
}

/** Exactly these members: an unknown one could carry a meaning that is not checked here. */
function exactly(value: JsonValue, names: readonly string[], what: string): JsonObject {
  if (!isObject(value) || Object.keys(value).some((name) => !names.includes(name))) return malformed(what);
  return value;
}

const ANCHOR_MEMBERS = ['chain', 'contract', 'id', 'block', 'index', 'size', 'proof'];

function anchorClaim(payload: JsonObject): AnchorClaim {
  const claim = exactly(member(payload, 'anchor'), ANCHOR_MEMBERS, 'anchor');
  const chain = text(member(claim, 'chain'), 'anchor.chain');
  if (chainIdOf(chain) === undefined) malformed('anchor.chain');
  const contract = text(member(claim, 'contract'), 'anchor.contract');
  if (!/^0x[0-9a-fA-F]{40}$/.test(contract)) malformed('anchor.contract');
  const id = text(member(claim, 'id'), 'anchor.id');
  if (!/^0x[0-9a-f]{64}$/.test(id)) malformed('anchor.id');
  const size = integer(member(claim, 'size'), 'anchor.size', MAX_U32);
  const index = integer(member(claim, 'index'), 'anchor.index', MAX_U32);
  if (index >= size) malformed('anchor.index');
  const proof = member(claim, 'proof');
  if (!Array.isArray(proof) || proof.length > MAX_INCLUSION) return malformed('anchor.proof');
  const siblings = (proof as readonly JsonValue[]).map((one, i) => decoded(one, 32) ?? malformed(`anchor.proof[${i}]`));
  const block = integer(member(claim, 'block'), 'anchor.block');
  return { chain, contract, id: hexToBytes(id), hexId: id as Hex, block, index, size, proof: siblings };
}

function holderKey(payload: JsonObject): Uint8Array | undefined {
  if (!Object.hasOwn(payload, 'cnf')) return undefined;
  const jwk = exactly(payload['cnf'] as JsonValue, ['jwk'], 'cnf')['jwk'];
  try {
    return isObject(jwk) ? jwkToPoint(jwk) : malformed('cnf.jwk');
  } catch (error) {
    if (error instanceof NotEs256Key) return malformed('cnf.jwk');
    throw error;
  }
}

function statusList(payload: JsonObject): CertificateForm['statusList'] {
  if (!Object.hasOwn(payload, 'status')) return undefined;
  const claim = exactly(payload['status'] as JsonValue, ['status_list'], 'status')['status_list'];
  const list = exactly(claim ?? null, ['idx', 'uri'], 'status.status_list');
  return {
    idx: integer(member(list, 'idx'), 'status.status_list.idx', MAX_U32),
    uri: text(member(list, 'uri'), 'status.status_list.uri'),
  };
}

function certificateForm({ header, payload }: CertificateArtefact): CertificateForm {
  const x5c = header['x5c'];
  const names = Object.keys(header);
  if (names.length !== 3 || !names.every((name) => ['alg', 'typ', 'x5c'].includes(name))) {
    throw new FormFault('form.headerMember', `header has ${names.join(', ')}; alg, typ, x5c are demanded`);
  }
  if (!Array.isArray(x5c) || x5c.length > MAX_CHAIN || !x5c.every((one) => typeof one === 'string')) {
    throw new FormFault('form.headerMember', 'x5c is no list of certificates');
  }
  text(member(payload, 'licence'), 'licence');
  bytes(member(payload, 'salt'), 'salt', 16);
  bytes(member(payload, 'x5t#S256'), 'x5t#S256', 32);
  if (Object.hasOwn(payload, 'vct#integrity')) text(payload['vct#integrity'] as JsonValue, 'vct#integrity');
  return {
    iss: text(member(payload, 'iss'), 'iss'),
    vct: text(member(payload, 'vct'), 'vct'),
    iat: integer(member(payload, 'iat'), 'iat'),
    nbf: integer(member(payload, 'nbf'), 'nbf'),
    exp: Object.hasOwn(payload, 'exp') ? integer(payload['exp'] as JsonValue, 'exp') : undefined,
    x5tS256: payload['x5t#S256'] as string,
    x5c: x5c as readonly string[],
    holderKey: holderKey(payload),
    anchor: anchorClaim(payload),
    statusList: statusList(payload),
  };
}

/**
 * Form of a certificate: the header has alg, typ and x5c only, the payload's bytes are its canonical form, and the claims
 * that every certificate has are there and typed.
 */
export function checkForm(artefact: CertificateArtefact): { check: Check; form?: CertificateForm } {
  if (!artefact.canonical) {
    return { check: failed('form', 'form.notCanonical', { detail: 'payload is not in its canonical form' }) };
  }
  try {
    return { check: passed('form'), form: certificateForm(artefact) };
  } catch (error) {
    if (error instanceof FormFault) return { check: failed('form', error.code, { detail: error.message }) };
    throw error;
  }
}

/** Recognised but malformed is invalid; what is not recognised, too large or only points to one says nothing about it. */
export function defectCheck({ code, detail }: DefectiveArtefact): Check {
  const unread = ['form.unrecognised', 'form.identifierOnly', 'form.presentationLink', 'form.tooLarge'].includes(code);
  return unread ? undetermined('form', code, { detail }) : failed('form', code, { detail });
}
