import type { Workshop } from '../../ports/workshop.ts';
import type { VaultKeys } from '../vault/vault-keys.ts';
import { checkRows } from './check-rows.ts';
import { joinPayloads } from './join-payloads.ts';
import { sealRows } from './seal-rows.ts';

/** A workshop on the thread of its caller: for tests, and where there is one core. */
export function createInlineWorkshop(keys: VaultKeys): Workshop {
  return {
    check: async (task) => checkRows(keys, task),
    seal: async (task) => sealRows(keys, task),
    join: async (task) => joinPayloads(task),
  };
}
