/** A person's key on this device; the private half cannot be read by anyone, this page included. */
export type HolderKey = { person: string; privateKey: CryptoKey; publicKey: CryptoKey; createdAt: number };

/** An instance of a certificate bound to this device's key. */
export type KeptInstance = { person: string; certificate: string; instance: string; text: string };

const databaseName = 'zhenglian-holder';
const version = 1;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('IndexedDB failed'));
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, version);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('keys', { keyPath: 'person' });
    request.result.createObjectStore('instances', { keyPath: ['person', 'certificate'] });
  };
  return done(request);
}

async function within<T>(store: string, mode: IDBTransactionMode, use: (s: IDBObjectStore) => IDBRequest<T>) {
  const database = await open();
  try {
    return await done(use(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
}

/**
 * What a citizen's browser keeps (IndexedDB of this origin): keys and the instances bound to them.
 * Errors: the browser's own `DOMException` (private mode, storage full).
 */
export const holderStore = {
  key: (person: string) =>
    within('keys', 'readonly', (store) => store.get(person) as IDBRequest<HolderKey | undefined>),
  putKey: (key: HolderKey) => within('keys', 'readwrite', (store) => store.put(key)),
  instance: (person: string, certificate: string) =>
    within(
      'instances',
      'readonly',
      (store) => store.get([person, certificate]) as IDBRequest<KeptInstance | undefined>,
    ),
  putInstance: (instance: KeptInstance) => within('instances', 'readwrite', (store) => store.put(instance)),
};
