import { decodeBase64url, encodeBase64url } from '../../proof/base64url.ts';
import { itemOf } from '../../domain/bulk/packed.ts';
import type { Packed } from '../../domain/bulk/packed.ts';
import { SIGNATURE_BYTES, SignerRefused, SignerUnavailable } from '../../ports/signer.ts';
import type { SignedMany, Signer, VrfEvaluation } from '../../ports/signer.ts';
import { decodeJwsAnswer, SIGNER_PATHS } from '../../ports/signer-protocol.ts';
import type { SignedTransaction, SignerInfo, VrfAnswer, VrfRequest } from '../../ports/signer-protocol.ts';
import type { Exchange } from './exchange.ts';
import { createGatherer } from './gather.ts';

/** What is known of a Signer is asked again after this time. */
const INFO_MS = 5_000;
/** Time for a request of thousands of signatures on a busy machine. */
const BATCH_TIMEOUT_MS = 60_000;
/** Requests of one kind under way at once: one is signed while the next is on its way. */
const IN_FLIGHT = 2;
/** Until the Signer has said how many it takes at once. */
const FIRST_BATCH = 64;
/** An evaluation takes a Signer milliseconds, so that more at once would only make the first ones wait. */
const MOST_EVALUATIONS = 256;

const parse = <T>(body: Buffer): T => JSON.parse(body.toString('utf8')) as T;

const jsonBody = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');

type Results = (Uint8Array | SignerRefused)[];

/** Splits signing inputs by their header; each group goes to the Signer under it once. */
function byHeader(inputs: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, input] of inputs.entries()) {
    const header = input.slice(0, input.indexOf('.'));
    const group = groups.get(header);
    if (group === undefined) groups.set(header, [index]);
    else group.push(index);
  }
  return groups;
}

/**
 * A department's signer over its Signer program. What it once said of itself is kept, so that a service goes on accepting
 * work while the program is stopped; the work itself waits.
 *
 * @param options.observe told of every exchange: its path, and the trouble unless it succeeded
 * @param options.now Unix seconds
 */
export function remoteSigner(options: {
  department: string;
  exchange: Exchange;
  now(): number;
  observe(path: string, trouble: SignerUnavailable | undefined): void;
}): Signer {
  const { department, exchange, now, observe } = options;
  let known: SignerInfo | undefined;
  /** Certificate chains of the keys that it ever said it has. */
  const named = new Set<string>();
  let knownAt = -Infinity;
  let asking: Promise<SignerInfo> | undefined;

  const ask: Exchange['ask'] = async (method, path, ...rest) => {
    try {
      const body = await exchange.ask(method, path, ...rest);
      observe(path, undefined);
      return body;
    } catch (error) {
      observe(path, error instanceof SignerUnavailable ? error : undefined);
      throw error;
    }
  };

  async function askInfo(): Promise<SignerInfo> {
    const info = parse<SignerInfo>(await ask('GET', SIGNER_PATHS.info));
    if (info.v !== 1 || info.department !== department) {
      throw new SignerUnavailable(`at the signer of ${department} answers ${info.department}`, { trouble: 'failed' });
    }
    known = info;
    for (const { x5c } of info.signing) named.add(x5c.join(' '));
    knownAt = performance.now();
    return info;
  }

  async function info(): Promise<SignerInfo> {
    if (known !== undefined && performance.now() - knownAt < INFO_MS) return known;
    asking ??= askInfo().finally(() => (asking = undefined));
    try {
      return await asking;
    } catch (error) {
      if (known === undefined || !(error instanceof SignerUnavailable)) throw error;
      // Asked again only after a while: a stopped program is not to slow everything down.
      knownAt = performance.now();
      return known;
    }
  }

  /** Whether the Signer itself said once that it signs under this header's certificates. */
  const wasNamed = (header: string): boolean => {
    const { x5c } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { x5c: string[] };
    return named.has(x5c.join(' '));
  };

  /** @param body the header and payloads under it, each a line */
  async function signLines(header: string, body: Uint8Array, count: number): Promise<SignedMany> {
    try {
      const answer = decodeJwsAnswer(await ask('POST', SIGNER_PATHS.jws, body, BATCH_TIMEOUT_MS), count);
      if (answer === undefined) {
        throw new SignerUnavailable(`the signer of ${department} answered with another number`, { trouble: 'failed' });
      }
      const refused = answer.refused.map(({ index, code, message }) => ({
        index,
        refusal: new SignerRefused(code, message),
      }));
      return { signatures: answer.signatures, refused };
    } catch (error) {
      if (!(error instanceof SignerRefused)) throw error;
      if (error.reason === 'signer.keyUnknown' && wasNamed(header)) {
        // Its key was exchanged since: what is kept of it is out of date, and the payloads can do nothing for that.
        knownAt = -Infinity;
        const message = `the signer of ${department} has another signing key now`;
        throw new SignerUnavailable(message, { cause: error, trouble: 'keyExpired' });
      }
      // A header that is refused is refused for all under it.
      const refused = Array.from({ length: count }, (_, index) => ({ index, refusal: error }));
      return { signatures: new Uint8Array(count * SIGNATURE_BYTES), refused };
    }
  }

  async function signBatch(inputs: readonly string[]): Promise<Results> {
    const results: Results = new Array(inputs.length);
    for (const [header, indices] of byHeader(inputs)) {
      const payloads = indices.map((index) => (inputs[index] as string).slice(header.length + 1));
      const body = Buffer.from(`${header}\n${payloads.join('\n')}\n`, 'latin1');
      const { signatures, refused } = await signLines(header, body, payloads.length);
      const refusals = new Map(refused.map(({ index, refusal }) => [index, refusal]));
      indices.forEach((place, index) => {
        const signature = signatures.subarray(index * SIGNATURE_BYTES, (index + 1) * SIGNATURE_BYTES);
        results[place] = refusals.get(index) ?? signature;
      });
    }
    return results;
  }

  /** Signs some of the payloads into `signed`. */
  async function signPart(
    header: string,
    payloads: Packed,
    { first, count }: { first: number; count: number },
    signed: SignedMany,
  ): Promise<void> {
    const lines: Uint8Array[] = [Buffer.from(`${header}\n`, 'latin1')];
    const newline = Buffer.from('\n');
    for (let index = first; index < first + count; index++) lines.push(itemOf(payloads, index), newline);
    const { signatures, refused } = await signLines(header, Buffer.concat(lines), count);
    signed.signatures.set(signatures, first * SIGNATURE_BYTES);
    for (const { index, refusal } of refused) signed.refused.push({ index: first + index, refusal });
  }

  async function evaluateBatch(alphas: Uint8Array[]): Promise<(VrfEvaluation | SignerRefused)[]> {
    const request: VrfRequest = { alphas: alphas.map(encodeBase64url) };
    try {
      const body = await ask('POST', SIGNER_PATHS.evaluations, jsonBody(request), BATCH_TIMEOUT_MS);
      const { publicKey, evaluations } = parse<VrfAnswer>(body);
      return evaluations.map(({ proof, output }) => ({
        publicKey: decodeBase64url(publicKey),
        proof: decodeBase64url(proof),
        output: decodeBase64url(output),
      }));
    } catch (error) {
      if (!(error instanceof SignerRefused)) throw error;
      if (alphas.length === 1) return [error];
      // One of them is refused: the others are not to suffer for it.
      return (await Promise.all(alphas.map((alpha) => evaluateBatch([alpha])))).flat();
    }
  }

  const most = (): number => Math.max(1, known?.perRequest ?? FIRST_BATCH);
  const gatherSigning = createGatherer({ most, inFlight: IN_FLIGHT, run: signBatch });
  const gatherEvaluating = createGatherer({
    most: () => Math.min(most(), MOST_EVALUATIONS),
    inFlight: IN_FLIGHT,
    run: evaluateBatch,
  });

  /** The value, or the refusal thrown. */
  const orThrow = <T>(result: T | SignerRefused): T => {
    if (result instanceof SignerRefused) throw result;
    return result;
  };

  return {
    department,
    account: async () => (await info()).account,
    async certificateChain() {
      const { signing } = await info();
      const current = signing.find(({ notAfter }) => now() <= notAfter);
      if (current === undefined) {
        const message = `the signer of ${department} has no signing key in force`;
        const error = new SignerUnavailable(message, { trouble: 'keyExpired' });
        observe(SIGNER_PATHS.jws, error);
        throw error;
      }
      return current.x5c.map((der) => Uint8Array.from(Buffer.from(der, 'base64')));
    },
    signEs256: async (message) => orThrow(await gatherSigning(Buffer.from(message).toString('latin1'))),
    async signMany(header, payloads) {
      await info(); // says how many it takes at once
      const count = payloads.ends.length;
      const signed: SignedMany = { signatures: new Uint8Array(count * SIGNATURE_BYTES), refused: [] };
      const parts: { first: number; count: number }[] = [];
      for (let first = 0; first < count; first += most()) {
        parts.push({ first, count: Math.min(most(), count - first) });
      }
      const queue = parts.values();
      let failed = false;
      const lanes = Array.from({ length: IN_FLIGHT }, async () => {
        for (const part of queue) {
          if (failed) return;
          await signPart(header, payloads, part, signed).catch((error: unknown) => {
            // None counts as signed then, and who asks again should not meet what is still under way.
            failed = true;
            throw error;
          });
        }
      });
      const ends = await Promise.allSettled(lanes);
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
      return signed;
    },
    async signTransaction(transaction) {
      return parse<SignedTransaction>(await ask('POST', SIGNER_PATHS.transactions, jsonBody(transaction))).raw;
    },
    evaluateVrf: async (alpha) => orThrow(await gatherEvaluating(alpha)),
  };
}
