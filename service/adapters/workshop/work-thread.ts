import type { KeyObject } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { Packed } from '../../domain/bulk/packed.ts';
import type { CheckTask, JoinTask, SealTask } from '../../ports/workshop.ts';
import type { VaultKeys } from '../vault/vault-keys.ts';
import { checkRows } from './check-rows.ts';
import { joinPayloads } from './join-payloads.ts';
import { sealRows } from './seal-rows.ts';
import { signInputs } from './sign-inputs.ts';

export type WorkMessage =
  | { check: CheckTask }
  | { seal: SealTask }
  | { join: JoinTask }
  | { sign: { key: KeyObject; header: string; payloads: Packed } };

const keys = workerData as VaultKeys;

/** A message's result, and the buffers in it that need no copy. */
function work(message: WorkMessage): [value: unknown, moved: (Uint8Array | Uint32Array)[]] {
  if ('check' in message) {
    const value = checkRows(keys, message.check);
    const { lookups, keys: naturalKeys, contents, claims } = value.good;
    return [value, [lookups, naturalKeys, contents, claims.bytes, claims.ends]];
  }
  if ('seal' in message) {
    const value = sealRows(keys, message.seal);
    const { ids, persons, leaves, sealed, payloads } = value;
    return [value, [ids, persons, leaves, sealed, payloads.bytes, payloads.ends]];
  }
  if ('join' in message) {
    const value = joinPayloads(message.join);
    return [value, [value.bytes, value.ends]];
  }
  const { key, header, payloads } = message.sign;
  const value = signInputs(key, header, payloads);
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
