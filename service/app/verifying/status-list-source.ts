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
/** A partner that did not answer is left alone for a while, so that it delays no queue at a window. */
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
 * Lists from the partners' services, kept for five seconds.
 *
 * @param hostOf a partner's service; undefined when there is no address of it
 */
export function createStatusListSource(deps: {
  hostOf(caip2: string): StatusListHost | undefined;
  monotonicMs(): number;
}): StatusListSource {
  const kept = new Map<string, Kept>();

  const ask = (key: string, host: StatusListHost, path: string): Promise<string | undefined> => {
    const entry: Kept = { list: Promise.resolve(undefined), until: Infinity };
    entry.list = host.statusList(path).then(
      (list) => {
        entry.until = deps.monotonicMs() + KEPT_MS;
        return list;
      },
      (error: unknown) => {
        if (!(error instanceof PartnerUnreachable)) throw error;
        entry.until = deps.monotonicMs() + SILENT_MS;
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
      const key = trustedPoint.caip2 + path;
      const known = kept.get(key);
      return !fresh && known !== undefined && deps.monotonicMs() < known.until ? known.list : ask(key, host, path);
    },
  };
}
