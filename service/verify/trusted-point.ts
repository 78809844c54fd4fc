import { isObject } from './artefact/strict-json.ts';
import type { TrustedPoint } from './types.ts';

/**
 * The value is no trusted point of this version; `path` says where (`validators[0].key.x`). Nothing can be verified with
 * it: get the region's again, from someone you trust.
 */
export class TrustedPointInvalid extends Error {
  override readonly name = 'TrustedPointInvalid';
  readonly code = 'trustedPoint.invalid';
  readonly path: string;

  constructor(path: string, expected: string) {
    super(`${path === '' ? 'the trusted point' : path} is not ${expected}`);
    this.path = path;
  }
}

/** Throws TrustedPointInvalid when the value at this path is not as it must be. */
type Rule = (value: unknown, path: string) => void;

const rule =
  (expected: string, holds: (value: unknown) => boolean): Rule =>
  (value, path) => {
    if (!holds(value)) throw new TrustedPointInvalid(path, expected);
  };

const text = (pattern: RegExp, expected: string): Rule =>
  rule(expected, (value) => typeof value === 'string' && pattern.test(value));

const integer = (minimum: number): Rule =>
  rule(`an integer from ${minimum} on`, (value) => Number.isSafeInteger(value) && (value as number) >= minimum);

const list =
  (each: Rule, maximum: number): Rule =>
  (value, path) => {
    const fits = Array.isArray(value) && value.length >= 1 && value.length <= maximum;
    if (!fits) throw new TrustedPointInvalid(path, `a list of 1 to ${maximum}`);
    for (const [i, one] of (value as unknown[]).entries()) each(one, `${path}[${i}]`);
  };

/** Strict: what is believed has no members that nobody understood. Names that end in `?` may be absent. */
const members = (rules: Record<string, Rule>): Rule => {
  const known = new Map(Object.entries(rules).map(([name, check]) => [name.replace('?', ''), check]));
  const optional = (name: string): boolean => Object.hasOwn(rules, `${name}?`);
  return (value, path) => {
    if (!isObject(value)) throw new TrustedPointInvalid(path, 'an object');
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
    for (const [name, check] of known) {
      if (Object.hasOwn(value, name)) check(value[name], at(name));
      else if (!optional(name)) throw new TrustedPointInvalid(at(name), 'there');
    }
    const other = Object.keys(value).find((name) => !known.has(name));
    if (other !== undefined) throw new TrustedPointInvalid(at(other), 'a member that this version knows');
  };
};

const word = text(/./, 'a text');
const address = text(/^0x[0-9a-fA-F]{40}$/, 'an address (0x and 40 hexadecimal digits)');
const base64url32 = text(/^[A-Za-z0-9_-]{43}$/, 'base64url of 32 bytes');
const jwk = members({
  ...{ kty: text(/^EC$/, '“EC”'), crv: text(/^P-256$/, '“P-256”') },
  ...{ x: base64url32, y: base64url32 },
});
const contracts = [
  ...['council', 'accessManager', 'authorityRegistry', 'certificateAnchors', 'recordRegistry', 'useLedger'],
  'partnerRegistry',
];

const pointOf = (key: Rule): Rule =>
  members({
    caip2: text(/^eip155:[1-9][0-9]{0,15}$/, 'a CAIP-2 name (eip155:…)'),
    name: members({ zh: word, en: word }),
    base: text(/^https:\/\/[a-z0-9.-]+(:[0-9]+)?$/, 'an https URL without a path'),
    genesisHash: text(/^0x[0-9a-f]{64}$/, 'a hash (0x and 64 lower-case hexadecimal digits)'),
    contracts: members(Object.fromEntries(contracts.map((name) => [name, address]))),
    scheme: text(/^(attested|qbft)$/, '“attested” or “qbft”'),
    validators: list(members({ key, fromHeight: integer(0), 'toHeight?': integer(0) }), 1000),
    rootX5tS256: list(base64url32, 20),
    maxAgeSeconds: integer(1),
    trustPeriodSeconds: integer(1),
    development: rule('true or false', (value) => typeof value === 'boolean'),
  });
const attested = pointOf(jwk);
const qbft = pointOf(address);

/**
 * Reads a trusted point as files and the PartnerRegistry hold it. Says that it has the right shape, not that it may be
 * believed.
 *
 * @param value parsed JSON
 * @throws TrustedPointInvalid
 */
export function readTrustedPoint(value: unknown): TrustedPoint {
  (isObject(value) && value['scheme'] === 'qbft' ? qbft : attested)(value, '');
  return value as TrustedPoint;
}
