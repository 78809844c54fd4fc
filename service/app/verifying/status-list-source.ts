import type { StatusListHost } from '../../ports/partner-service.ts';
import { PartnerUnreachable } from '../../ports/partner-service.ts';
import type { KnownRegion } from './regions.ts';

/** Where status lists are had that certificates name. A list that cannot be had is no trouble: the chain decides. */
export type StatusListSource = {
  /**
   * The list of that uri, unproven and at most a few seconds old; undefined when the region publishes none there, is
   * this one (whose lists are made from the chain by this very service), or does not answer.
   *
   * @param order.fresh what was kept is not enough: it contradicted the chain
   */
  find(region: KnownRegion, uri: string, order?: { fresh: boolean }): Promise<string | undefined>;
};

const KEPT_MS = 5_000;
/** A partner that did not answer is left alone for a while, whatever list is wanted of it, so that it delays no queue at a window. */
const SILENT_MS = 30_000;
const MAX_LISTS = 64;

const LIST_PATH = /^\/status-lists\/[0-9A-Z]{18}\/[a-z0-9-]{1,64}\/\d{1,4}\/\d{1,9}$/;

/** The path of a list under the base that names the region's things; undefined when it lies elsewhere. */
function pathOf(base: string, uri: string): string | undefined {
  const path = uri.startsWith(base) ? uri.slice(base.length) : '';
  return LIST_PATH.test(path) ? path : undefined;
}

type Kept = { list: Promise<string | undefined>; until: number };

/**
 * Lists from the partners' services, kept for five seconds. A partner that did not answer is asked nothing for thirty, but
 * for a list that contradicted the chain.
 *
 * @param hostOf a partner's service; undefined when there is no address of it
 */
export function createStatusListSource(deps: {
  hostOf(caip2: string): StatusListHost | undefined;
  monotonicMs(): number;
}): StatusListSource {
  const kept = new Map<string, Kept>();
  const silentUntil = new Map<string, number>();

  const ask = (caip2: string, host: StatusListHost, path: string): Promise<string | undefined> => {
    const key = caip2 + path;
    const entry: Kept = { list: Promise.resolve(undefined), until: Infinity };
    entry.list = host.statusList(path).then(
      (list) => {
        entry.until = deps.monotonicMs() + KEPT_MS;
        silentUntil.delete(caip2);
        return list;
      },
      (error: unknown) => {
        if (!(error instanceof PartnerUnreachable)) throw error;
        entry.until = deps.monotonicMs();
        silentUntil.set(caip2, entry.until + SILENT_MS);
        return undefined;
      },
    );
    kept.delete(key);
    kept.set(key, entry);
    if (kept.size > MAX_LISTS) kept.delete(kept.keys().next().value as string);
    return entry.list;
  };

  return {
    async find({ trustedPoint, home }, uri, { fresh } = { fresh: false }) {
      const path = pathOf(trustedPoint.base, uri);
      const host = home || path === undefined ? undefined : deps.hostOf(trustedPoint.caip2);
      if (host === undefined || path === undefined) return undefined;
      const { caip2 } = trustedPoint;
      const now = deps.monotonicMs();
      if (!fresh) {
        const known = kept.get(caip2 + path);
        if (known !== undefined && now < known.until) return known.list;
        if (now < (silentUntil.get(caip2) ?? 0)) return undefined;
      }
      return ask(caip2, host, path);
    },
  };
}
