import { StoreUnavailable } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';

/** A store that remembers whether the disk took its last write, for /health. */
export function watchWrites(store: Store): { store: Store; writable(): boolean } {
  let writable = true;
  return {
    writable: () => writable,
    store: {
      ...store,
      async commit(commit) {
        try {
          const committed = await store.commit(commit);
          writable = true;
          return committed;
        } catch (error) {
          if (error instanceof StoreUnavailable) writable = false;
          throw error;
        }
      },
    },
  };
}
