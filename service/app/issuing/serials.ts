import { utf8 } from '../../proof/bytes.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { Store, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/**
 * Serial numbers of licences, counted per department and GB/T 36904 type code, so that no two licences of a department are
 * named alike, major versions of a type included. Without gaps unless a commit fails.
 */
export type Serials = {
  next(department: string, typeCode: string): Promise<number>;
  /** Takes many that follow each other; the first of them. */
  take(department: string, typeCode: string, count: number): Promise<number>;
  /** The write that makes every number given out so far durable; to be asked for just before the commit. */
  put(department: string, typeCode: string): [StoreKey, StoreValue];
};

/** Under what serials are counted and found again. */
export const serialGroup = (sha256: Sha256, department: string, typeCode: string): Uint8Array =>
  sha256(utf8(`${department} ${typeCode}`)).slice(0, 16);

export function createSerials(store: Store, sha256: Sha256): Serials {
  const counters = new Map<string, Promise<{ last: number }>>();
  const loaded = new Map<string, { last: number }>();
  const keyOf = (department: string, typeCode: string): StoreKey => [
    tables.licenceSerials,
    serialGroup(sha256, department, typeCode),
  ];
  const load = (department: string, typeCode: string): Promise<{ last: number }> => {
    const name = `${department} ${typeCode}`;
    const counter =
      counters.get(name) ??
      store.get<{ last: number }>(keyOf(department, typeCode)).then((row) => ({ last: row?.last ?? 0 }));
    counters.set(name, counter);
    // A failed read must not stay: the next request tries again.
    counter.then(
      (value) => loaded.set(name, value),
      () => counters.delete(name),
    );
    return counter;
  };
  const take = async (department: string, typeCode: string, count: number): Promise<number> => {
    const counter = await load(department, typeCode);
    counter.last += count;
    return counter.last - count + 1;
  };
  return {
    next: (department, typeCode) => take(department, typeCode, 1),
    take,
    put(department, typeCode) {
      return [keyOf(department, typeCode), { last: loaded.get(`${department} ${typeCode}`)?.last ?? 0 }];
    },
  };
}
