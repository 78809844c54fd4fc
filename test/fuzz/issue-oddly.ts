import { issue, bind, digestOf, disclosureOf, encodeJson, salt } from '../support/engine/certificates.ts';
import type { IssueOptions } from '../support/engine/certificates.ts';
import { NOW } from '../support/engine/region.ts';
import type { TestRegion } from '../support/engine/region.ts';
import { canonicalJson } from '../../service/proof/canonical-json.ts';
import type { JsonValue } from '../../service/proof/canonical-json.ts';
import type { KeyObject } from 'node:crypto';
import type { Random } from './random.ts';

const CLAIMS = [
  ...['iss', 'vct', 'vct#integrity', 'iat', 'nbf', 'exp', 'salt', 'licence', 'x5t#S256', 'cnf', 'status'],
  ...['_sd_alg', 'accountStatus', 'paidThrough', 'note', 'aud', 'jti', 'sub', 'crit'],
];

const VALUES: readonly ((random: Random) => JsonValue | undefined)[] = [
  () => undefined,
  () => null,
  () => true,
  () => '',
  () => 'x',
  () => 0,
  () => -1,
  () => NOW,
  () => NOW + 1,
  () => NOW + 31,
  () => NOW + 3600,
  () => NOW - 3600 + 0.5,
  () => NOW * 1000,
  () => String(NOW + 3600),
  () => [],
  () => ({}),
  () => [{ '...': digestOf(encodeJson([salt(), 1])) }],
  () => ({ _sd: [digestOf(disclosureOf('a', 1))] }),
  () => ({ inner: { _sd_alg: 'sha-256' } }),
  (random) => ({ status_list: { idx: random.below(100), uri: 'https://dongying.example/status-lists/1' } }),
  () => ['https://dongying.example/windows'],
];

const HEADERS: readonly Record<string, JsonValue | undefined>[] = [
  ...['none', 'ES384', 'HS256', ''].map((alg) => ({ alg })),
  ...['JWT', 'vc+sd-jwt', 'DC+SD-JWT', 'application/dc+sd-jwt', undefined].map((typ) => ({ typ })),
  { kid: '1' },
  { crit: ['exp'] },
  { b64: false, crit: ['b64'] },
  { jwk: { kty: 'EC' } },
  { x5c: undefined },
];

/** Disclosures that the department put digests of into the payload; most of them break a rule of RFC 9901. */
const DISCLOSURES: readonly (() => string[])[] = [
  () => [disclosureOf('note', 'x')],
  () => [disclosureOf('iat', NOW)],
  () => [disclosureOf('exp', NOW + 3600)],
  () => [disclosureOf('_sd', [])],
  () => [disclosureOf('accountStatus', '正常')],
  () => [encodeJson([1, 'note', 'x'])],
  () => [encodeJson(['', 'note', 'x'])],
  () => [encodeJson([salt(), 'x'])],
  () => [encodeJson([salt(), 'note', 'x', 'y'])],
  () => [encodeJson([salt(), 1, 'x'])],
  () => [encodeJson([salt(), '', 'x'])],
  () => [encodeJson({ 0: salt(), 1: 'note', 2: 'x' })],
  () => [disclosureOf('note', { _sd: [] })],
  () => [disclosureOf('note', [{ '...': 'x' }])],
];

const BINDINGS: readonly Parameters<typeof bind>[2][] = [
  {},
  ...['aud', 'nonce', 'iat', 'sd_hash', 'extra'].flatMap((name) =>
    [undefined, '', 'x', 0, -1, NOW + 3600, NOW - 3600, NOW - 4.5, [], [''], null].map((value) => ({
      payload: { [name]: value },
    })),
  ),
  ...['JWT', undefined, 'application/kb+jwt'].map((typ) => ({ header: { typ } })),
  ...['none', 'ES384', ''].map((alg) => ({ header: { alg } })),
];

/**
 * A certificate that its department signed and had anchored with something odd inside, and often presented oddly: no
 * signature, proof or commitment is there to give it away.
 */
export function issueOddly(region: TestRegion, random: Random, holder: KeyObject) {
  const bound = random.chance(0.5);
  const options: IssueOptions = { payload: {}, ...(bound || random.chance(0.2) ? { holder } : {}) };
  if (random.chance(0.7)) options.payload![random.pick(CLAIMS)] = random.pick(VALUES)(random);
  if (random.chance(0.15)) options.header = random.pick(HEADERS);
  if (random.chance(0.3)) options.disclosures = random.pick(DISCLOSURES)();
  if (random.chance(0.05)) options.serialise = (payload) => JSON.stringify(payload, null, random.below(2));
  if (random.chance(0.05))
    options.serialise = (payload) => canonicalJson(payload).replace('{', `{"${random.pick(CLAIMS)}":1,`);
  const { text } = issue(region, options);
  if (!bound) return { text, presented: false };
  const shown = random.chance(0.3)
    ? text
        .split('~')
        .toSpliced(1, 1 + random.below(3))
        .join('~')
    : text;
  return { text: bind(shown, holder, random.pick(BINDINGS)), presented: true };
}
