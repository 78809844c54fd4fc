import type { CheckedRows, SealedRows, Workshop } from '../../ports/workshop.ts';
import type { VaultKeys } from '../vault/vault-keys.ts';
import { createThreadPool } from './thread-pool.ts';
import type { WorkshopMessage } from './workshop-thread.ts';

/** A workshop of worker threads, so that the CPU's part of bulk issuing uses every core. */
export function createThreadWorkshop(keys: VaultKeys, threads?: number): Workshop {
  const pool = createThreadPool(new URL('workshop-thread.ts', import.meta.url), keys, threads);
  return {
    check: (task) =>
      pool.run<CheckedRows>({ check: task } satisfies WorkshopMessage, [
        task.rows.bytes.buffer as ArrayBuffer,
        task.rows.ends.buffer as ArrayBuffer,
      ]),
    seal: (task) => pool.run<SealedRows>({ seal: task } satisfies WorkshopMessage),
    close: () => pool.close(),
  };
}
