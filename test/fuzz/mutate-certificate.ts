import { createHmac } from 'node:crypto';
import { encodeBase64url } from '../../service/proof/base64url.ts';
import { utf8 } from '../../service/proof/bytes.ts';
import { canonicalJson } from '../../service/proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../service/proof/canonical-json.ts';
import { digestOf, disclosureOf } from '../support/engine/certificates.ts';
import { signRaw } from '../support/engine/region.ts';
import type { Corpus, Seed } from './corpus.ts';
import { mutateJson, withMemberTwice } from './mutate-json.ts';
import { mutateText } from './mutate-text.ts';
import type { Random } from './random.ts';

type Parts = { header: string; payload: string; signature: string; disclosures: string[]; binding: string };

function partsOf(text: string): Parts {
  const pieces = text.split('~');
  const [header = '', payload = '', signature = ''] = pieces[0]!.split('.');
  return { header, payload, signature, disclosures: pieces.slice(1, -1), binding: pieces.at(-1)! };
}

const joined = ({ header, payload, signature, disclosures, binding }: Parts): string =>
  [`${header}.${payload}.${signature}`, ...disclosures, binding].join('~');
const decoded = (part: string): JsonObject => JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject;

/** JSON of values that canonical JSON refuses, too. */
function encoded(value: JsonValue, random: Random): string {
  const json = random.chance(0.9) ? JSON.stringify(value) : withMemberTwice(JSON.stringify(value), random);
  return encodeBase64url(utf8(json.toWellFormed()));
}

function canonicalOr(value: JsonValue, random: Random): string {
  try {
    return encodeBase64url(utf8(canonicalJson(value)));
  } catch {
    return encoded(value, random);
  }
}

type Mutation = (parts: Parts, random: Random, corpus: Corpus) => void;

const ALGORITHMS = ['none', 'None', 'HS256', 'RS256', 'ES384', 'ES256K', 'EdDSA', '', 'es256'];

/** Signs what the parts hold now: as the department, as a stranger, by HMAC with a public key, or not at all. */
const sign: Mutation = (parts, random, { region, other }) => {
  const input = utf8(`${parts.header}.${parts.payload}`);
  const signatures = [
    () => encodeBase64url(signRaw(region.signer.key, input)),
    () => encodeBase64url(signRaw(other.signer.key, input)),
    () => createHmac('sha256', region.signer.certificate).update(input).digest('base64url'),
    () => '',
    () => encodeBase64url(new Uint8Array(64)),
    () => encodeBase64url(new Uint8Array(64).fill(255)),
  ];
  parts.signature = (random.chance(0.5) ? signatures[0] : random.pick(signatures))!();
};

const changeHeader: Mutation = (parts, random, corpus) => {
  const header = decoded(parts.header);
  const chains = [corpus.region, corpus.other].flatMap(({ signer, root }) => [signer.certificate, root.certificate]);
  const x5c = (): JsonValue =>
    Array.from({ length: random.below(5) }, () => {
      const der = Buffer.from(random.pick(chains));
      if (random.chance(0.5)) der[random.below(der.length)]! ^= 1 << random.below(8);
      return der.toString('base64');
    });
  const change = random.pick<() => JsonValue>([
    () => ({ ...header, alg: random.pick(ALGORITHMS) }),
    () => ({ ...header, typ: random.pick(['JWT', 'vc+sd-jwt', 'kb+jwt', '']) }),
    () => ({ ...header, x5c: x5c() }),
    () => mutateJson(header, random),
  ]);
  parts.header = encoded(change(), random);
  if (random.chance(0.7)) sign(parts, random, corpus);
};

/** A payload that only the commitment tells from the genuine one: as a department would sign it that tricks its region. */
const GENTLE: readonly ((payload: JsonObject) => JsonObject)[] = [
  (payload) => ({ ...payload, exp: 4_102_444_800 }),
  (payload) => ({ ...payload, nbf: 0 }),
  (payload) => ({ ...payload, paidThrough: '2026-01' }),
  (payload) => ({ ...payload, licence: `${String(payload['licence'])}X` }),
  (payload) => ({ ...payload, note: 'more' }),
  ({ _sd: digests, ...payload }) => ({ ...payload, _sd: [...(digests as JsonValue[]).slice(1)] }),
  (payload) => ({ ...payload, status: { status_list: { idx: 1, uri: 'https://dongying.example/status-lists/1' } } }),
  (payload) => ({ ...payload, anchor: { ...(payload['anchor'] as JsonObject), index: 0 } }),
  (payload) => ({ ...payload, anchor: { ...(payload['anchor'] as JsonObject), block: 41 } }),
];

const changePayload: Mutation = (parts, random, corpus) => {
  const payload = decoded(parts.payload);
  const gentle = random.chance(0.4);
  parts.payload = canonicalOr(gentle ? random.pick(GENTLE)(payload) : mutateJson(payload, random), random);
  if (random.chance(0.7)) sign(parts, random, corpus);
};

const changeDisclosures: Mutation = (parts, random, corpus) => {
  const { disclosures } = parts;
  const at = random.below(disclosures.length || 1);
  const one = disclosures[at] ?? disclosureOf('a', 1);
  const forged = random.pick([disclosureOf('balance', 1e6), disclosureOf('exp', 1), mutateText(one, random), '']);
  random.pick([
    () => void disclosures.splice(at, 1),
    () => void disclosures.splice(at, 0, one),
    () => void disclosures.reverse(),
    () => void disclosures.splice(at, 1, forged),
    () => void disclosures.push(...Array.from({ length: random.below(40) }, () => forged)),
    () => {
      const payload = decoded(parts.payload);
      const digests = [...((payload['_sd'] as string[] | undefined) ?? []), digestOf(forged)];
      parts.payload = canonicalOr({ ...payload, _sd: digests }, random);
      disclosures.push(forged);
      sign(parts, random, corpus);
    },
  ])();
};

const changeBinding: Mutation = (parts, random, { holderKey, other }) => {
  const [header, payload] = parts.binding.split('.');
  if (header === undefined || payload === undefined) {
    parts.binding = random.pick(['x.y.z', '..', mutateText(parts.header, random)]);
    return;
  }
  const input = [decoded(header), decoded(payload)]
    .map((value) => encoded(random.chance(0.5) ? mutateJson(value, random) : value, random))
    .join('.');
  const key = random.pick([holderKey, other.signer.key]);
  parts.binding = `${input}.${encodeBase64url(signRaw(key, utf8(input)))}`;
};

const changeSignature: Mutation = (parts, random, corpus) => sign(parts, random, corpus);

const mixWith: Mutation = (parts, random, { seeds }) => {
  const others = seeds.filter(({ kind }) => kind !== 'record');
  const name = random.pick(Object.keys(parts) as (keyof Parts)[]);
  Object.assign(parts, { [name]: partsOf(random.pick(others).text)[name] });
};

const MUTATIONS = [changeHeader, changePayload, changeSignature, changeDisclosures, changeBinding, mixWith];

/** A certificate or presentation whose parts were changed and, often, signed again by someone. */
export function mutateCertificate(seed: Seed, random: Random, corpus: Corpus): string {
  const parts = partsOf(seed.text);
  for (let i = 1 + random.below(2); i > 0; i--) {
    try {
      random.pick(MUTATIONS)(parts, random, corpus);
    } catch (error) {
      // A part that an earlier mutation made unreadable stays as it is.
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    }
  }
  return joined(parts);
}
