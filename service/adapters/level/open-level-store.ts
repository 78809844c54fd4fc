import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { createLevelBackend } from './level-backend.ts';
import { createStore } from './store.ts';

/**
 * Opens (or creates) the region's store in a folder of its own.
 *
 * @throws StoreFormatUnknown when another version wrote it; nothing is touched
 * @throws StoreUnavailable when the disk refuses or another program has it open
 */
export function openLevelStore(folder: string, clock: Clock): Promise<Store> {
  return createStore(createLevelBackend(folder), clock);
}
