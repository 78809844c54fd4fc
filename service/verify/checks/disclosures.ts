import { fleetingBase64url, NotBase64url } from '../../proof/base64url.ts';
import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import { digestOf } from '../../proof/primitives.ts';
import type { Hashing } from '../../proof/primitives.ts';
import { JsonRefused } from '../../proof/strict-json.ts';
import { MAX_DEPTH } from '../artefact/limits.ts';
import { decodeUtf8, isObject, readJson } from '../artefact/strict-json.ts';

export type DisclosureFault =
  | 'disclosure.malformed'
  | 'disclosure.unsupportedHash'
  | 'disclosure.duplicate'
  | 'disclosure.unreferenced'
  | 'disclosure.reservedName'
  | 'disclosure.protectedClaim'
  | 'disclosure.collision'
  | 'disclosure.wrongPlace'
  | 'disclosure.tooDeep';

/** The disclosures do not fit the payload: the SD-JWT must be rejected (RFC 9901 section 7.1). */
export class DisclosureInvalid extends Error {
  override readonly name = 'DisclosureInvalid';
  readonly code: DisclosureFault;

  constructor(code: DisclosureFault, message: string) {
    super(message);
    this.code = code;
  }
}

/** One disclosure: salt, claim name (absent for a list's element), value. `digest` is the base64url of its SHA-256. */
export type Disclosure = {
  readonly encoded: string;
  readonly digest: string;
  readonly name: string | undefined;
  readonly value: JsonValue;
};

const RESERVED = new Set(['_sd', '...', '_sd_alg', '__proto__']);
/** Claims that SD-JWT VC (section 3.2.2.2) or this project never lets a holder withhold. */
const PROTECTED = new Set([
  ...['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'status'],
  ...['anchor', 'licence', 'salt', 'x5t#S256'],
]);

const malformed = (why: string): never => {
  throw new DisclosureInvalid('disclosure.malformed', why);
};

/**
 * Reads one disclosure; the digest is over its base64url characters (section 4.2.3).
 *
 * @throws DisclosureInvalid disclosure.malformed
 */
export function readDisclosure(hashing: Hashing, encoded: string): Disclosure {
  let contents: JsonValue;
  try {
    contents = readJson(decodeUtf8(fleetingBase64url(encoded)) ?? malformed('not UTF-8'));
  } catch (error) {
    if (error instanceof NotBase64url || error instanceof JsonRefused) return malformed(error.message);
    throw error;
  }
  if (!Array.isArray(contents)) return malformed('not a list');
  const list = contents as readonly JsonValue[];
  if (list.length !== 2 && list.length !== 3) return malformed('neither two nor three elements');
  if (typeof list[0] !== 'string') return malformed('salt is no string');
  const name = list.length === 3 ? list[1] : undefined;
  if (name !== undefined && typeof name !== 'string') return malformed('claim name is no string');
  const digest = digestOf(hashing, encoded);
  return { encoded, digest, name, value: list[list.length - 1] as JsonValue };
}

/** By digest: disclosures that nothing refers to yet, and `MET` for every digest that was met. */
type Walk = { readonly byDigest: Map<string, Disclosure | typeof MET>; used: number };

const MET = Symbol('met');

function reference(walk: Walk, digest: JsonValue | undefined): Disclosure | undefined {
  if (typeof digest !== 'string') throw new DisclosureInvalid('disclosure.malformed', 'digest is no string');
  const disclosure = walk.byDigest.get(digest);
  if (disclosure === MET) throw new DisclosureInvalid('disclosure.duplicate', 'one digest twice');
  walk.byDigest.set(digest, MET);
  if (disclosure !== undefined) walk.used++;
  return disclosure;
}

function checkName(name: string, depth: number): void {
  // __proto__ would set a prototype when copied from object to object.
  if (RESERVED.has(name)) {
    throw new DisclosureInvalid('disclosure.reservedName', `claim name ${name}`);
  }
  if (depth === 0 && PROTECTED.has(name)) {
    throw new DisclosureInvalid('disclosure.protectedClaim', `${name} is never selectively disclosed`);
  }
}

function processList(walk: Walk, values: readonly JsonValue[], depth: number): readonly JsonValue[] {
  if (values.every((value) => typeof value !== 'object' || value === null)) return values;
  const result: JsonValue[] = [];
  for (const value of values) {
    if (!isObject(value) || !Object.hasOwn(value, '...')) {
      result.push(process(walk, value, depth + 1));
      continue;
    }
    if (Object.keys(value).length !== 1) throw new DisclosureInvalid('disclosure.malformed', 'members beside "..."');
    const disclosure = reference(walk, value['...']);
    if (disclosure === undefined) continue;
    if (disclosure.name !== undefined) {
      throw new DisclosureInvalid('disclosure.wrongPlace', "a claim's disclosure stands for a list's element");
    }
    result.push(process(walk, disclosure.value, depth + 1));
  }
  return result;
}

function processObject(walk: Walk, value: JsonObject, depth: number): JsonObject {
  // Copied as a whole, and completed as a whole below: member by member, V8 makes a slow dictionary of a large object.
  const { _sd: _, _sd_alg: _algorithm, ...result } = value as Record<string, JsonValue>;
  for (const name of Object.keys(value)) {
    if (name === '_sd' || (name === '_sd_alg' && depth === 0)) continue;
    if (name === '...' || name === '_sd_alg' || name === '__proto__') {
      throw new DisclosureInvalid('disclosure.wrongPlace', `${name} stands here`);
    }
    const member = value[name] as JsonValue;
    if (typeof member === 'object' && member !== null) result[name] = process(walk, member, depth + 1);
  }
  if (!Object.hasOwn(value, '_sd')) return result;
  const digests = value['_sd'];
  if (!Array.isArray(digests)) throw new DisclosureInvalid('disclosure.malformed', '_sd is no list');
  const disclosed: Record<string, JsonValue> = {};
  for (const digest of digests as readonly JsonValue[]) {
    const disclosure = reference(walk, digest);
    if (disclosure === undefined) continue;
    const { name } = disclosure;
    if (name === undefined) {
      throw new DisclosureInvalid('disclosure.wrongPlace', "a list element's disclosure stands for a claim");
    }
    checkName(name, depth);
    if (Object.hasOwn(result, name) || Object.hasOwn(disclosed, name)) {
      throw new DisclosureInvalid('disclosure.collision', `claim ${name} twice`);
    }
    disclosed[name] = process(walk, disclosure.value, depth + 1);
  }
  return Object.assign(result, disclosed);
}

function process(walk: Walk, value: JsonValue, depth: number): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw new DisclosureInvalid('disclosure.tooDeep', `nested deeper than ${MAX_DEPTH}`);
  return Array.isArray(value)
    ? processList(walk, value as readonly JsonValue[], depth)
    : processObject(walk, value as JsonObject, depth);
}

/**
 * The payload with the disclosed claims in place and without `_sd`, `...` and `_sd_alg` (RFC 9901 section 7.1 in full):
 * every disclosure is referenced once, no digest occurs twice, each stands where its shape belongs, and none brings a
 * reserved, protected or existing name.
 *
 * @throws DisclosureInvalid
 */
export function processDisclosures(
  hashing: Hashing,
  payload: JsonObject,
  encodedDisclosures: readonly string[],
): { claims: JsonObject; disclosures: Disclosure[] } {
  const algorithm = payload['_sd_alg'];
  if (algorithm !== undefined && algorithm !== 'sha-256') {
    throw new DisclosureInvalid('disclosure.unsupportedHash', '_sd_alg is not sha-256');
  }
  const disclosures = encodedDisclosures.map((encoded) => readDisclosure(hashing, encoded));
  const byDigest: Walk['byDigest'] = new Map();
  for (const disclosure of disclosures) byDigest.set(disclosure.digest, disclosure);
  if (byDigest.size !== disclosures.length) {
    throw new DisclosureInvalid('disclosure.duplicate', 'one disclosure twice');
  }
  const walk: Walk = { byDigest, used: 0 };
  const claims = process(walk, payload, 0) as JsonObject;
  if (walk.used !== disclosures.length) {
    throw new DisclosureInvalid('disclosure.unreferenced', 'a disclosure that no digest refers to');
  }
  return { claims, disclosures };
}
