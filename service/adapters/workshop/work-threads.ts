import type { VaultKeys } from '../vault/vault-keys.ts';
import { createThreadPool } from './thread-pool.ts';
import type { ThreadPool } from './thread-pool.ts';
import type { WorkMessage } from './work-thread.ts';

/** Threads that check, seal and sign; those who use them share them, so that a machine runs no more of them than it has cores. */
export type WorkThreads = {
  run<T>(message: WorkMessage, transfer?: ArrayBuffer[]): Promise<T>;
  close(): Promise<void>;
};

/** @param threads one a core when undefined */
export function createWorkThreads(keys: VaultKeys, threads?: number): WorkThreads {
  const pool: ThreadPool = createThreadPool(new URL('work-thread.ts', import.meta.url), keys, { threads });
  return { run: (message, transfer) => pool.run(message, transfer), close: () => pool.close() };
}
