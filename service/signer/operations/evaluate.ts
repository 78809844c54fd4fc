import { z } from 'zod';
import type { VrfAnswer } from '../../ports/signer-protocol.ts';
import { decodeBase64url, encodeBase64url, NotBase64url } from '../../proof/base64url.ts';
import { vrfProve } from '../../proof/vrf.ts';
import { checkRecordInput } from '../checks/record-input.ts';
import { Refusal } from '../checks/refusal.ts';
import { RequestMalformed, TooMany } from './deps.ts';
import type { SignerDeps } from './deps.ts';

const schema = z.strictObject({ alphas: z.array(z.string().max(4096)).min(1).max(16_384) });

/** Evaluations a thread makes at once; each takes milliseconds. */
const SLICE = 8;

function decoded(alphas: readonly string[]): Uint8Array[] {
  try {
    return alphas.map(decodeBase64url);
  } catch (error) {
    if (error instanceof NotBase64url) throw new RequestMalformed('an input is not base64url', { cause: error });
    throw error;
  }
}

async function prove({ pool }: SignerDeps, secret: Uint8Array, alphas: Uint8Array[]) {
  if (alphas.length === 1) return alphas.map((alpha) => vrfProve(secret, alpha));
  const slices: Uint8Array[][] = [];
  for (let at = 0; at < alphas.length; at += SLICE) slices.push(alphas.slice(at, at + SLICE));
  const done = await Promise.all(slices.map((slice) => pool.run({ kind: 'evaluate', alphas: slice })));
  return done.flatMap((one) => (one.kind === 'evaluate' ? one.evaluations : []));
}

/**
 * Evaluates the department's VRF on inputs of record keys, and logs how many of which domain: never an input nor a digest
 * of one, since people's numbers can be guessed.
 *
 * @throws RequestMalformed, TooMany, Refusal, LimitReached, LogUnwritable
 */
export async function evaluate(deps: SignerDeps, body: unknown): Promise<VrfAnswer> {
  const { configuration, vrf } = deps;
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new RequestMalformed('no inputs of this protocol');
  const most = configuration.limits.certificatesPerRequest;
  if (parsed.data.alphas.length > most) throw new TooMany(`a request holds at most ${most} inputs`);
  if (vrf === undefined) throw new Refusal('signer.noVrfKey', 'this Signer has no VRF key');
  const alphas = decoded(parsed.data.alphas);
  const rules = { caip2: configuration.region.caip2, domains: new Set(configuration.domains) };
  const domains: Record<string, number> = {};
  for (const alpha of alphas) {
    const domain = checkRecordInput(rules, alpha);
    domains[domain] = (domains[domain] ?? 0) + 1;
  }
  deps.limits.take('evaluations', alphas.length);
  const evaluations = await prove(deps, vrf.secret, alphas);
  await deps.log.append({ op: 'evaluated', domains });
  return {
    publicKey: encodeBase64url(vrf.publicKey),
    evaluations: evaluations.map(({ proof, output }) => ({
      proof: encodeBase64url(proof),
      output: encodeBase64url(output),
    })),
  };
}
