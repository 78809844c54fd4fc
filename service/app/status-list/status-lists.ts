import { typeUri } from '../../domain/region-data.ts';
import { LIST_ENTRIES } from '../../domain/status-list.ts';
import type { StatusListName } from '../../domain/status-list.ts';
import { ChainBehind, ChainUnreachable } from '../../ports/chain-reader.ts';
import { SignerRefused, SignerUnavailable } from '../../ports/signer.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { LoggedEvent } from '../../ports/store.ts';
import { publishList, StatusListUnknown } from './publish-list.ts';
import type { PublishedList, StatusListDeps } from './publish-list.ts';

/** A list as its address names it. */
export type StatusListPath = { department: string; type: string; major: number; range: number };

export type StatusLists = {
  /**
   * The newest list; made anew when a status of its department changed, and otherwise a few times within its `ttl`. While
   * chain or signer are away the last one is given for as long as it counts.
   *
   * @returns the token, and for how many seconds it may be kept
   * @throws StatusListUnknown
   * @throws ChainUnreachable, ChainBehind, SignerUnavailable, SignerRefused, StoreUnavailable, StoreConflict
   */
  read(path: StatusListPath): Promise<{ token: string; maxAgeSeconds: number }>;
  stop(): void;
};

/** A list is made anew so many times within its ttl, if it is asked for. */
const RENEWALS = 6;
const ATTEMPTS = 4;

/** `generation`: how many changes of status its department had seen when the list was begun. */
type Entry = {
  list?: PublishedList;
  generation: number;
  /** One list is made at a time; those who need a newer one than that wait together for the next. */
  making?: { generation: number; list: Promise<PublishedList> } | undefined;
  next?: Promise<PublishedList> | undefined;
};

const TROUBLE = [ChainUnreachable, ChainBehind, SignerUnavailable, SignerRefused, StoreUnavailable, StoreConflict];
const isTrouble = (error: unknown): boolean => TROUBLE.some((kind) => error instanceof kind);

/** The region's status lists, made when they are asked for and kept in memory. */
export function openStatusLists(deps: StatusListDeps): StatusLists {
  const entries = new Map<string, Entry>();
  const generations = new Map<string, number>();
  const generationOf = (department: string): number => generations.get(department) ?? 0;
  const renewEvery = Math.max(1, Math.floor(deps.trustedPoint.maxAgeSeconds / RENEWALS));

  const heard = ({ type, facts }: LoggedEvent): void => {
    if (type !== 'status.changed' && type !== 'instance.statusCarried') return;
    const department = String(facts?.['department'] ?? '');
    generations.set(department, generationOf(department) + 1);
  };
  const stop = deps.store.onCommit(({ events }) => events.forEach(heard));

  const nameOf = ({ department, type: code, major, range }: StatusListPath): StatusListName => {
    const type = deps.region.certificateTypes.find((one) => one.code === code && one.major === major);
    const known = deps.region.departments.some(({ uscc }) => uscc === department);
    if (type === undefined || !known || !Number.isSafeInteger(range * LIST_ENTRIES)) {
      throw new StatusListUnknown('no such department, type or range');
    }
    return { department, vct: typeUri(deps.region.base, type), range };
  };

  const make = async (name: StatusListName): Promise<PublishedList> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await publishList(deps, name);
      } catch (error) {
        // A status changed while it was proven.
        if (!(error instanceof StoreConflict) || attempt === ATTEMPTS) throw error;
      }
    }
  };

  const begin = (key: string, name: StatusListName, entry: Entry): Promise<PublishedList> => {
    const generation = generationOf(name.department);
    entries.set(key, entry);
    const list = make(name).then((made) => Object.assign(entry, { list: made, generation }).list);
    entry.making = { generation, list };
    const done = (): void => {
      entry.making = undefined;
      if (entry.list === undefined && entry.next === undefined) entries.delete(key);
    };
    return list.finally(done);
  };

  /** Those who ask while a list is being made get that one, unless a status changed since it was begun. */
  const makeOnce = (key: string, name: StatusListName): Promise<PublishedList> => {
    const entry: Entry = entries.get(key) ?? { generation: 0 };
    const { making } = entry;
    if (making === undefined) return entry.next ?? begin(key, name, entry);
    if (making.generation === generationOf(name.department)) return making.list;
    const start = (): Promise<PublishedList> => {
      entry.next = undefined;
      return begin(key, name, entry);
    };
    return (entry.next ??= making.list.then(start, start));
  };

  const answer = (list: PublishedList) => {
    const left = renewEvery - (deps.clock.now() - list.builtAt);
    return { token: list.token, maxAgeSeconds: Math.max(0, left) };
  };

  return {
    stop,
    async read(path) {
      const name = nameOf(path);
      const key = [path.department, path.type, path.major, path.range].join('/');
      const known = entries.get(key);
      if (known?.list && known.generation === generationOf(path.department)) {
        if (deps.clock.now() - known.list.builtAt < renewEvery) return answer(known.list);
      }
      try {
        return answer(await makeOnce(key, name));
      } catch (error) {
        const last = entries.get(key)?.list;
        if (last === undefined || deps.clock.now() >= last.usableUntil || !isTrouble(error)) throw error;
        return { token: last.token, maxAgeSeconds: 0 };
      }
    },
  };
}
