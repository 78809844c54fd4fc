import { parentPort, workerData } from 'node:worker_threads';
import type { CheckTask, SealTask } from '../../ports/workshop.ts';
import type { VaultKeys } from '../vault/vault-keys.ts';
import { checkRows } from './check-rows.ts';
import { sealRows } from './seal-rows.ts';

export type WorkshopMessage = { check: CheckTask } | { seal: SealTask };

const keys = workerData as VaultKeys;

parentPort?.on('message', ({ id, message }: { id: number; message: WorkshopMessage }) => {
  try {
    if ('check' in message) {
      const value = checkRows(keys, message.check);
      const { lookups, keys: naturalKeys, contents } = value.good;
      parentPort?.postMessage(
        { id, value },
        [lookups, naturalKeys, contents].map(({ buffer }) => buffer as ArrayBuffer),
      );
    } else {
      const value = sealRows(keys, message.seal);
      parentPort?.postMessage(
        { id, value },
        [value.ids, value.leaves].map(({ buffer }) => buffer as ArrayBuffer),
      );
    }
  } catch (error) {
    parentPort?.postMessage({ id, error });
  }
});
