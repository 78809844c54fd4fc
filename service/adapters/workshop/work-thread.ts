import type { KeyObject } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckTask, SealTask } from '../../ports/workshop.ts';
import type { VaultKeys } from '../vault/vault-keys.ts';
import { checkRows } from './check-rows.ts';
import { sealRows } from './seal-rows.ts';
import { signInputs } from './sign-inputs.ts';

export type WorkMessage = { check: CheckTask } | { seal: SealTask } | { sign: { key: KeyObject; inputs: string[] } };

const keys = workerData as VaultKeys;

/** A message's result, and the buffers in it that need no copy. */
function work(message: WorkMessage): [value: unknown, moved: Uint8Array[]] {
  if ('check' in message) {
    const value = checkRows(keys, message.check);
    return [value, [value.good.lookups, value.good.keys, value.good.contents]];
  }
  if ('seal' in message) {
    const value = sealRows(keys, message.seal);
    return [value, [value.ids, value.leaves]];
  }
  const value = signInputs(message.sign.key, message.sign.inputs);
  return [value, [value]];
}

parentPort?.on('message', ({ id, message }: { id: number; message: WorkMessage }) => {
  try {
    const [value, moved] = work(message);
    const buffers = moved.map(({ buffer }) => buffer as ArrayBuffer);
    parentPort?.postMessage({ id, value }, buffers);
  } catch (error) {
    parentPort?.postMessage({ id, error });
  }
});
