import { canonicalJson } from '../../../../service/proof/canonical-json.ts';
import type { JsonValue } from '../../../../service/proof/canonical-json.ts';
import { createHmac, createPublicKey } from 'node:crypto';
import { encodeBase64url } from '../../../../service/proof/base64url.ts';
import { digestOf, disclosureOf, encodeJson, issue, salt } from '../certificates.ts';
import { createRegion } from '../region.ts';
import { altered, issued } from './case.ts';
import type { Case } from './case.ts';

const identifier = '1.2.156.3005.2.11100000999900011E001.11370500000000001X.20260000001.001.0';

/** HS256 keyed with the public key: what a verifier that lets the token choose would accept (RFC 8725 section 2.1). */
function hmacWithPublicKey(text: string, pem: string): string {
  const [jwt = '', ...disclosures] = text.split('~');
  const [, payload] = jwt.split('.');
  const header = JSON.parse(Buffer.from(jwt.split('.')[0]!, 'base64url').toString()) as Record<string, JsonValue>;
  const input = `${encodeJson({ ...header, alg: 'HS256' })}.${payload}`;
  const tag = createHmac('sha256', pem).update(input).digest('base64url');
  return [`${input}.${tag}`, ...disclosures].join('~');
}

export const formCases: Case[] = [
  altered('form.unrecognised', 'a text of another kind', () => '您好，请核验我的证照'),
  altered('form.unrecognised', 'JSON of another kind', () => '{"kind":"holiday"}'),
  altered('form.unrecognised', 'nothing at all', () => ' \n'),
  altered('form.identifierOnly', 'a licence identifier alone', () => identifier),
  altered(
    'form.presentationLink',
    'the link of a QR code',
    () => 'http://127.0.0.1:3705/verify#present=370500.0198a1b2.QUJD',
  ),
  altered('form.tooLarge', 'a certificate followed by a mebibyte', (text) => text + 'A'.repeat(1_048_576)),
  altered('form.malformed', 'without its last tilde and disclosures run together', (text) => text.replaceAll('~', '')),
  altered('form.malformed', 'cut in the middle', (text) => text.slice(0, 1500)),
  altered('form.malformed', 'an empty disclosure', (text) => `${text}~`),
  altered('form.malformed', 'ten thousand lists inside each other', (text) => {
    const deep = encodeBase64url(Buffer.from(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`));
    return text.replace(/\.[^.]+\./, `.${deep}.`);
  }),
  issued(
    'form.malformed',
    'a hundred lists inside each other, signed',
    () => ({ payload: { note: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) as JsonValue } }),
    'docs/formats.md',
  ),
  issued('form.duplicateMember', 'a claim twice', () => ({
    serialise: (payload) => canonicalJson(payload).replace('{', '{"vct":"https://dongying.example/types/x/1",'),
  })),
  issued('form.notCanonical', 'white space inside the payload', () => ({
    serialise: (payload) => JSON.stringify(payload, null, 1),
  })),
  altered('form.notCanonical', 'padding at the end of a part', (text) => text.replace('.', '=.')),
  issued('form.headerMember', 'a kid in the header', () => ({ header: { kid: '1' } })),
  issued('form.headerMember', 'no x5c in the header', () => ({ header: { x5c: undefined } })),
  issued('form.headerMember', 'no typ in the header', () => ({ header: { typ: undefined } })),
  issued('form.claimMissing', 'no licence', () => ({ payload: { licence: undefined } })),
  issued('form.claimMissing', 'no anchor', () => ({
    serialise: ({ anchor: _anchor, ...payload }) => canonicalJson(payload),
  })),
  issued('form.claimMalformed', 'a salt of two bytes', () => ({ payload: { salt: 'AAA' } })),
  issued('form.claimMalformed', 'exp as a text', () => ({ payload: { exp: '1883000000' } })),
  issued('form.claimMalformed', 'an index beyond the size', () => ({ anchor: { index: 5 } })),
  issued('form.claimMalformed', 'a member more in the anchor', () => ({ anchor: { note: 'x' } })),
  issued('algorithm.notAllowed', 'alg none', () => ({ header: { alg: 'none' } })),
  {
    code: 'algorithm.notAllowed',
    title: 'HS256 with the public key as secret',
    given(faulty) {
      const region = createRegion();
      const { text } = issue(region);
      const pem = createPublicKey(region.signer.key).export({ type: 'spki', format: 'pem' }).toString();
      return { region, text: faulty ? hmacWithPublicKey(text, pem) : text };
    },
  },
  issued('typ.notAllowed', 'typ JWT', () => ({ header: { typ: 'JWT' } })),
  ...['application/dc+sd-jwt', 'DC+SD-JWT'].map((typ) =>
    issued('typ.notAllowed', `typ ${typ}`, () => ({ header: { typ } }), 'SD-JWT VC section 3.2.1'),
  ),
];

const nested = (depth: number): { outer: string; all: string[] } => {
  const all: string[] = [];
  for (let i = 0; i < depth; i++) {
    const inner = all[0];
    all.unshift(disclosureOf(`level${i}`, inner === undefined ? 1 : { _sd: [digestOf(inner)] }));
  }
  return { outer: all[0]!, all };
};

export const disclosureCases: Case[] = [
  issued('disclosure.malformed', 'a salt that is a number', () => ({ disclosures: [encodeJson([1, 'a', 'b'])] })),
  issued('disclosure.malformed', 'four elements', () => ({ disclosures: [encodeJson([salt(), 'a', 'b', 'c'])] })),
  altered('disclosure.malformed', 'a disclosure that is no JSON', (text) => `${text}e30x~`),
  issued('disclosure.malformed', 'a digest that is a number', () => ({ payload: { _sd: [1] }, claims: {} })),
  issued('disclosure.malformed', 'a member beside "..."', () => ({ payload: { list: [{ '...': 'x', more: 1 }] } })),
  issued('disclosure.unsupportedHash', 'SHA-512', () => ({ payload: { _sd_alg: 'sha-512' } })),
  altered('disclosure.duplicate', 'the last disclosure twice', (text) => {
    const parts = text.split('~');
    return [...parts.slice(0, -1), parts.at(-2), ''].join('~');
  }),
  issued('disclosure.duplicate', 'one digest twice in the payload', () => {
    const one = disclosureOf('a', 1);
    return { disclosures: [one], payload: { nested: { _sd: [digestOf(one)] } } };
  }),
  altered('disclosure.unreferenced', 'a disclosure more', (text) => `${text}${disclosureOf('balance', 999_999)}~`),
  altered('disclosure.unreferenced', 'a value replaced', (text) => {
    const parts = text.split('~');
    return [parts[0], disclosureOf('name', '李四'), ...parts.slice(2)].join('~');
  }),
  issued('disclosure.reservedName', 'a claim called _sd', () => ({ disclosures: [disclosureOf('_sd', [])] })),
  issued('disclosure.reservedName', 'a claim called ...', () => ({ disclosures: [disclosureOf('...', 'x')] })),
  issued('disclosure.reservedName', 'a claim called __proto__', () => ({
    disclosures: [disclosureOf('__proto__', 1)],
  })),
  issued('disclosure.protectedClaim', 'a period that can be withheld', () => ({
    disclosures: [disclosureOf('exp', 1)],
  })),
  issued('disclosure.collision', 'a claim that is there already', () => ({
    disclosures: [disclosureOf('accountStatus', '02')],
  })),
  issued('disclosure.wrongPlace', "a list element's disclosure for a claim", () => ({
    disclosures: [encodeJson([salt(), 'x'])],
  })),
  {
    code: 'disclosure.wrongPlace',
    title: "a claim's disclosure for a list element",
    given(faulty) {
      const region = createRegion();
      const element = faulty ? disclosureOf('a', 1) : encodeJson([salt(), 1]);
      const { text } = issue(region, { payload: { list: [{ '...': digestOf(element) }] } });
      return { region, text: `${text}${element}~` };
    },
  },
  {
    code: 'disclosure.tooDeep',
    title: 'forty disclosures inside each other',
    given(faulty) {
      const region = createRegion();
      const { outer, all } = nested(faulty ? 40 : 3);
      const { text } = issue(region, { claims: {}, payload: { _sd: [digestOf(outer)] } });
      return { region, text: `${text}${all.join('~')}~` };
    },
  },
];
