import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { writeOnceTables } from '../../ports/tables.ts';
import { createLevelBackend } from './level-backend.ts';
import { createStore } from './store.ts';

/**
 * Opens (or creates) the region's store in a folder of its own.
 *
 * @throws StoreFormatUnknown when another version wrote it; nothing is touched
 * @throws StoreUnavailable when the disk refuses, another program has it open, or a part of it is missing
 */
export async function openLevelStore(folder: string, clock: Clock): Promise<Store> {
  const store = await createStore(createLevelBackend(folder), clock);
  try {
    // Of this format, so its texts are there: a folder restored without them is found out now, not by the rows that miss theirs.
    for (const table of writeOnceTables) await store.get([table]);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
