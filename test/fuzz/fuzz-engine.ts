import { createHash, createPublicKey, verify } from 'node:crypto';
import { canonicalJson } from '../../service/proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../service/proof/canonical-json.ts';
import { createEngineCache, readArtefact, reasonOf, verifyArtefact } from '../../service/verify/index.ts';
import type { Artefact, CertificateArtefact, EvidenceBundle, Verdict } from '../../service/verify/index.ts';
import { NOW, primitives } from '../support/engine/region.ts';
import { policy } from '../support/engine/verify.ts';
import type { Corpus, Seed } from './corpus.ts';
import { mutateCertificate } from './mutate-certificate.ts';
import { mutateJson, withMemberTwice } from './mutate-json.ts';
import { mutateText, randomText } from './mutate-text.ts';
import { random } from './random.ts';
import type { Random } from './random.ts';

/** What an input led to. `cpuMs`: processor time, reading included, since a busy machine makes any input wait. */
export type Outcome = { verdict: Verdict['verdict'] | 'crash'; codes: string[]; cpuMs: number };

/** An input that did what none may do. */
export type Finding = { seed: number; problem: string; text: string; evidence: string };

const MAX_MS = 1_000;

/** An input made from a seed: itself now and then, a changed one mostly. */
export function mutantOf(seed: Seed, choose: Random, corpus: Corpus): string {
  const kind = choose.below(10);
  if (kind === 0) return seed.text;
  if (kind === 1) return randomText(choose);
  if (kind < 5) return mutateText(seed.text, choose);
  if (seed.kind !== 'record') return mutateCertificate(seed, choose, corpus);
  const json = JSON.stringify(mutateJson(JSON.parse(seed.text) as JsonValue, choose));
  return choose.chance(0.1) ? withMemberTwice(json, choose) : json;
}

function evidenceOf(seed: Seed, choose: Random, corpus: Corpus): EvidenceBundle {
  if (choose.chance(0.6)) return seed.evidence;
  if (seed.forged.length > 0 && choose.chance(0.5)) return choose.pick(seed.forged);
  const bundle = choose.chance(0.8) ? seed.evidence : choose.pick(corpus.seeds).evidence;
  return mutateJson(bundle as unknown as JsonValue, choose) as unknown as EvidenceBundle;
}

const committed = ({ anchor: _anchor, status: _status, ...rest }: JsonObject): string => canonicalJson(rest);

/** A subset of the record's opened fields says less, not something else; so does an answer that names no epoch. */
function sameAnswer(a: Artefact & { kind: 'record-answer' }, text: string): boolean {
  const genuine = readArtefact(text);
  if (genuine.kind !== 'record-answer') return false;
  const { leaf, epoch: _epoch, ...rest } = a.answer;
  const { leaf: genuineLeaf, epoch: _genuineEpoch, ...genuineRest } = genuine.answer;
  if (canonicalJson(rest as unknown as JsonObject) !== canonicalJson(genuineRest as unknown as JsonObject))
    return false;
  if (leaf === undefined || genuineLeaf === undefined) return leaf === genuineLeaf;
  const { fields, ...state } = leaf;
  const known = genuineLeaf.fields.map((field) => canonicalJson(field as unknown as JsonObject));
  const { fields: _fields, ...genuineState } = genuineLeaf;
  return (
    canonicalJson(state) === canonicalJson(genuineState) &&
    fields.every((field) => known.includes(canonicalJson(field as unknown as JsonObject)))
  );
}

/** Signatures and sd_hash by node:crypto, not by the engine. */
function signedByIssuer({ signed, signature }: CertificateArtefact, corpus: Corpus): boolean {
  const key = { key: createPublicKey(corpus.region.signer.key), dsaEncoding: 'ieee-p1363' } as const;
  return verify('sha256', signed, key, signature);
}

function boundByHolder({ keyBinding }: CertificateArtefact, corpus: Corpus): boolean {
  const [header, payload, signature] = keyBinding?.jwt.split('.') ?? [];
  if (keyBinding === undefined || signature === undefined) return false;
  const key = { key: createPublicKey(corpus.holderKey), dsaEncoding: 'ieee-p1363' } as const;
  const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as { sd_hash: string };
  const covered = createHash('sha256').update(keyBinding.covered).digest('base64url');
  const signed = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
  return signed && claims.sd_hash === covered;
}

/**
 * Whether a mutant says what a genuine artefact of the corpus says: the same committed payload, disclosures that are
 * among its own, and the key binding unchanged where one is demanded.
 */
function mayBeValid(artefact: Artefact, seed: Seed, corpus: Corpus): boolean {
  return corpus.seeds.some((genuine) => {
    if (!genuine.truth) return false;
    if (artefact.kind === 'record-answer') return sameAnswer(artefact, genuine.text);
    const original = readArtefact(genuine.text);
    if (artefact.kind !== 'certificate' || original.kind !== 'certificate') return false;
    if (committed(artefact.payload) !== committed(original.payload) || !signedByIssuer(artefact, corpus)) return false;
    const anchor = artefact.payload['anchor'] as JsonObject;
    const { index, block } = original.payload['anchor'] as JsonObject;
    if (anchor['index'] !== index || anchor['block'] !== block) return false;
    if (!artefact.disclosures.every((one) => original.disclosures.includes(one))) return false;
    // Whoever signs again with the holder's own key is the holder.
    return artefact.keyBinding === undefined ? seed.holder === undefined : boundByHolder(artefact, corpus);
  });
}

/** Runs the engine on the input that a number names. */
export async function tryInput(
  number: number,
  corpus: Corpus,
  cache = createEngineCache(),
): Promise<{ outcome: Outcome; finding?: Finding }> {
  const choose = random(number);
  const seed = choose.pick(corpus.seeds.filter(({ kind }) => kind !== 'record' || choose.chance(0.2)));
  const text = mutantOf(seed, choose, corpus);
  const evidence = evidenceOf(seed, choose, corpus);
  const input = choose.chance(0.5) ? text : new TextEncoder().encode(text);
  const finding = (problem: string): Finding => ({ seed: number, problem, text, evidence: JSON.stringify(evidence) });

  const began = process.cpuUsage();
  const elapsed = (): number => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  };
  try {
    const artefact = readArtefact(input);
    const verdict = await verifyArtefact({
      ...{ primitives, artefact, evidence, cache, now: NOW, holder: seed.holder },
      trustedPoint: corpus.region.trustedPoint,
      policy: policy(seed.holder === undefined ? 'window' : 'presentation'),
    });
    const outcome = { verdict: verdict.verdict, codes: verdict.codes, cpuMs: elapsed() };
    if (verdict.verdict === 'valid' && !mayBeValid(artefact, seed, corpus))
      return { outcome, finding: finding('false valid') };
    const unknown = [...verdict.codes, ...verdict.checks.map(({ code }) => code)].find((code) => !reasonOf(code));
    if (unknown !== undefined) return { outcome, finding: finding(`unknown code ${unknown}`) };
    if (outcome.cpuMs > MAX_MS) return { outcome, finding: finding(`took ${Math.round(outcome.cpuMs)} ms`) };
    return { outcome };
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: { verdict: 'crash', codes: [], cpuMs: elapsed() }, finding: finding(problem) };
  }
}
