import { StoreUnavailable } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';

/**
 * A store that remembers whether the disk took its last write, for /health. Once a write failed, asking tries an empty
 * one, so that health returns with the disk and not with the next piece of work.
 */
export function watchWrites(store: Store): { store: Store; writable(): Promise<boolean> } {
  let sound = true;
  const commit: Store['commit'] = async (work) => {
    try {
      const committed = await store.commit(work);
      sound = true;
      return committed;
    } catch (error) {
      if (error instanceof StoreUnavailable) sound = false;
      throw error;
    }
  };
  return {
    store: { ...store, commit },
    async writable() {
      if (sound) return true;
      try {
        await commit({});
        return true;
      } catch (error) {
        if (error instanceof StoreUnavailable) return false;
        throw error;
      }
    },
  };
}
