import { createHmac, createPublicKey, randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encodeBase64url } from '../../service/proof/base64url.ts';
import { utf8 } from '../../service/proof/bytes.ts';
import type { JsonValue } from '../../service/proof/canonical-json.ts';
import { planVerification, readArtefact } from '../../service/verify/index.ts';
import type { EvidenceBundle } from '../../service/verify/index.ts';
import { digestOf, disclosureOf, encodeJson, issue } from '../support/engine/certificates.ts';
import type { IssueOptions } from '../support/engine/certificates.ts';
import { createRegion, primitives } from '../support/engine/region.ts';
import type { TestRegion } from '../support/engine/region.ts';
import { LIST_URI, statusList } from '../support/engine/status-lists.ts';
import { zip } from '../support/zip.ts';

/** Something made to cost a verifier much, and what comes with it. */
export type Hostile = { what: string; input: string | Uint8Array; evidence?: EvidenceBundle };

/** Just below what is read of a text at all. */
const LONG = 262_000;
const filled = (piece: string, length = LONG): string => piece.repeat(Math.floor(length / piece.length));

/** Near every regular expression and scanner that reads text. */
const texts: Hostile[] = [
  ...['a', '.', '~', ' ', 'eyJ', 'a.', 'a.a.', '1.2.156.3005.2.A', '{', '[', '"', '\\', '\u202e', '😀'].map(
    (piece) => ({
      what: `${JSON.stringify(piece)} without end`,
      input: filled(piece),
    }),
  ),
  { what: 'an identifier without end', input: `1.2.156.3005.2.${filled('A')}` },
  { what: 'a link that begins again and again', input: `https://a${filled('#present=')}` },
  { what: 'a link without fragment', input: `https://${filled('a')}` },
  { what: 'JSON of names', input: `{${filled('"payload":')}` },
  { what: 'JSON of kinds', input: `{${filled('"kind" :', 4_000_000)}` },
  { what: 'JSON of white space', input: `{"kind"${filled(' ', 4_000_000)}` },
  { what: 'JSON that is deep', input: `{"payload":${filled('{"a":')}` },
  { what: 'a number without end', input: `{"kind":"record-answer","v":1${filled('0')}}` },
  { what: 'an exponent without end', input: `{"kind":"record-answer","v":1e${filled('9')}}` },
  { what: 'a text of escapes', input: `{"kind":"record-answer","v":"${filled('\\u0000')}"}` },
  { what: 'a member again and again', input: `{"kind":"record-answer"${filled(',"v":1')}}` },
  { what: 'a bundle of nothing', input: `{"kind":"artefact-bundle","v":1,"items":[${filled('{},', 30_000_000)}{}]}` },
  { what: 'sixty-four mebibytes', input: new Uint8Array(67_108_864).fill(0x61) },
];

function nested(count: number): string[] {
  const all: string[] = [];
  for (let i = 0; i < count; i++)
    all.unshift(disclosureOf(`n${i}`, all[0] === undefined ? 1 : { _sd: [digestOf(all[0])] }));
  return all;
}

/** What the region's own node and attesters bring for a certificate. */
async function honestEvidence(region: TestRegion, text: string): Promise<EvidenceBundle> {
  return region.evidence((await planVerification(primitives, readArtefact(text), region.trustedPoint)).slots);
}

/** Signed and anchored by the department, so that nothing ends the work early. */
function certificates(region: TestRegion): Hostile[] {
  const many = Array.from({ length: 990 }, (_, i) => disclosureOf(`c${i}`, i));
  const one = disclosureOf('c', 1);
  const signed: [string, IssueOptions][] = [
    [
      'four thousand digests',
      { claims: {}, payload: { _sd: Array.from({ length: 4_000 }, (_, i) => digestOf(String(i))) } },
    ],
    ['a thousand disclosures', { claims: {}, disclosures: many }],
    ['a thousand disclosures of one name', { claims: {}, disclosures: many.map(() => disclosureOf('c', 1)) }],
    ['one disclosure a thousand times', { claims: {}, disclosures: many.map(() => one) }],
    ['nine hundred disclosures inside each other', { claims: {}, disclosures: nested(900) }],
    ['ten thousand members', { payload: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`m${i}`, i])) }],
    ['a list of lists', { payload: { note: Array.from({ length: 20_000 }, (): JsonValue => [[]]) } }],
    ['a proof without end', { anchor: { proof: Array.from({ length: 4_000 }, () => 'A'.repeat(43)) } }],
    ['certificates of junk', { certificates: Array.from({ length: 4 }, () => new Uint8Array(randomBytes(25_000))) }],
    ['a thousand certificates', { header: { x5c: Array.from({ length: 1_000 }, () => 'MIIB') } }],
    ['x5c of another tree', { certificates: [createRegion().signer.certificate, region.root.certificate] }],
    ['alg none', { header: { alg: 'none' } }],
    ['a name without end', { claims: { name: filled('名', 60_000) } }],
  ];
  const { text } = issue(region);
  const [jwt = '', ...rest] = text.split('~');
  const header = encodeJson({ alg: 'HS256', typ: 'dc+sd-jwt', x5c: [] });
  const input = `${header}.${jwt.split('.')[1]}`;
  const secret = createPublicKey(region.signer.key).export({ type: 'spki', format: 'pem' });
  const tag = createHmac('sha256', secret).update(input).digest('base64url');
  return [
    ...signed.map(([what, options]) => ({ what, input: issue(region, options).text })),
    { what: 'HS256 with the public key', input: [`${input}.${tag}`, ...rest].join('~') },
    { what: 'a key binding without end', input: `${text}${filled('e30.', 200_000)}` },
  ];
}

/** What a liar among nodes, relays and publishers of status lists may send. */
async function evidence(region: TestRegion): Promise<Hostile[]> {
  const { text } = issue(region, { payload: { status: { status_list: { idx: 7, uri: LIST_URI } } } });
  const bomb = encodeBase64url(new Uint8Array(deflateSync(new Uint8Array(64 * 1_048_576))));
  const brought: [string, (bundle: EvidenceBundle) => EvidenceBundle][] = [
    ['a status list that inflates', (one) => ({ ...one, statusList: statusList(region, {}, { list: { lst: bomb } }) })],
    ['a status list without end', (one) => ({ ...one, statusList: filled('a', 4_000_000) })],
    ['twenty thousand votes', (one) => ({ ...one, votes: Array.from({ length: 20_000 }, () => one.votes![0]!) })],
    ['two thousand accounts', (one) => ({ ...one, accounts: Array.from({ length: 2_000 }, () => one.accounts[0]!) })],
    ['a header without end', (one) => ({ ...one, header: `0x${filled('f9', 4_000_000)}` })],
  ];
  const honest = await honestEvidence(region, text);
  return brought.map(([what, change]) => ({ what, input: text, evidence: change(honest) }));
}

const pdf = (body: string): Uint8Array => utf8(`%PDF-1.7\n${body}`);

function containers(region: TestRegion): Hostile[] {
  const { text } = issue(region);
  const mebibyte = new Uint8Array(1_048_576);
  const same = (_: unknown, i: number) => ({ name: `${i}`, content: mebibyte, ...(i > 0 && { local: 0 }) });
  let inside = zip([{ name: 'x', content: text }]);
  for (let i = 0; i < 20; i++) inside = zip([{ name: 'x.zip', content: inside }]);
  return [
    { what: 'a ZIP of zeros', input: zip([{ name: 'x', content: new Uint8Array(50_000_000), size: 1_000 }]) },
    { what: 'a ZIP of files in one place', input: zip(Array.from({ length: 1_000 }, same)) },
    { what: 'a ZIP in a ZIP in a ZIP', input: inside },
    { what: 'a ZIP of nothing', input: zip(Array.from({ length: 2_000 }, (_, i) => ({ name: `${i}`, content: '' }))) },
    { what: 'a ZIP of ends', input: utf8(`PK\u0003\u0004${filled('PK\u0005\u0006')}`) },
    { what: 'a PDF of streams', input: pdf(filled('stream\nendstream\n', 4_000_000)) },
    { what: 'a PDF of open streams', input: pdf(filled('stream\n', 4_000_000)) },
    { what: 'a PDF of filters', input: pdf(filled(`/EmbeddedFile /Filter${' '.repeat(2_000)}stream endstream`)) },
  ];
}

/** Every hostile input; certificates come with what the region's own node and attesters bring. */
export async function hostileInputs(region: TestRegion): Promise<Hostile[]> {
  const signed: Hostile[] = [];
  for (const { what, input } of certificates(region))
    signed.push({ what, input, evidence: await honestEvidence(region, input as string) });
  return [...texts, ...signed, ...(await evidence(region)), ...containers(region)];
}
