/** An offline bundle kept in this browser, one a chain; unchecked until the engine opens it. */
export type KeptBundle = { chain: string; text: string };

const databaseName = 'zhenglian-offline';
const storeName = 'bundles';

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('IndexedDB failed'));
  });
}

async function within<T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName, { keyPath: 'chain' });
  const database = await done(opening);
  try {
    return await done(use(database.transaction(storeName, mode).objectStore(storeName)));
  } finally {
    database.close();
  }
}

/** What this origin keeps (IndexedDB). Errors: the browser's own `DOMException` (private mode, storage full). */
export const bundleStore = {
  all: () => within('readonly', (store) => store.getAll() as IDBRequest<KeptBundle[]>),
  put: (bundle: KeptBundle) => within('readwrite', (store) => store.put(bundle)),
  remove: (chain: string) => within('readwrite', (store) => store.delete(chain)),
};
