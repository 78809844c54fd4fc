import type { KeyObject } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { JwsRules } from '../checks/jws.ts';
import { signSlice } from './sign-payloads.ts';
import type { Payloads, SignedSlice } from './sign-payloads.ts';

/** What a worker thread is given when it starts. Keys are handed over inside the program and never leave it. */
export type WorkerData = { rules: JwsRules; keys: ReadonlyMap<string, KeyObject>; vrfSecret: Uint8Array | undefined };

export type Job =
  | { kind: 'sign'; payloads: Payloads; slice: { first: number; count: number } }
  | { kind: 'evaluate'; alphas: Uint8Array[] };

export type Done =
  | { kind: 'sign'; signed: SignedSlice }
  | { kind: 'evaluate'; evaluations: { proof: Uint8Array; output: Uint8Array }[] };

const { rules, keys, vrfSecret } = workerData as WorkerData;

async function run(job: Job): Promise<Done> {
  if (job.kind === 'sign') {
    return { kind: 'sign', signed: signSlice(rules, keys.get(job.payloads.x5tS256), job.payloads, job.slice) };
  }
  // Loaded when it is needed: threads that only sign stay small.
  const { vrfProve } = await import('../../proof/vrf.ts');
  return { kind: 'evaluate', evaluations: job.alphas.map((alpha) => vrfProve(vrfSecret as Uint8Array, alpha)) };
}

parentPort?.on('message', async (job: Job) => {
  const done = await run(job);
  const transfer = done.kind === 'sign' ? [done.signed.digests.buffer, done.signed.signatures.buffer] : [];
  parentPort?.postMessage(done, transfer);
});
