import type { PartnerService } from '../../ports/partner-service.ts';
import { PartnerUnreachable } from '../../ports/partner-service.ts';
import type { Clock } from '../../ports/clock.ts';
import { utf8 } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { OfflineBundleUnusable } from '../../verify/offline/offline-bundle.ts';
import { openOfflineBundle } from '../../verify/offline/open-offline-bundle.ts';
import { ChainUnknown } from '../verifying/relay-evidence.ts';
import type { KnownRegion, Regions } from '../verifying/regions.ts';
import type { BundleBytes } from './make-bundle.ts';
import type { HomeBundles } from './offline-bundles.ts';
import { bundleSummarySchema } from './selection.ts';
import type { BundleSelection, BundleSummary } from './selection.ts';
import type { Shelf } from './shelf.ts';

export type RelayBundleDeps = {
  primitives: Primitives;
  regions: Regions;
  /** Services of partner regions by CAIP-2 name. */
  partners: ReadonlyMap<string, Pick<PartnerService, 'offlineBundle'>>;
  /** The home region's own. */
  home: HomeBundles;
  shelf: Shelf;
  clock: Clock;
};

type Partner = { service: Pick<PartnerService, 'offlineBundle'>; region: KnownRegion };

/** A partner is not asked the same again for so long; what it answered says its own time. */
export const PARTNER_SECONDS = 60;

/** A selection as both services' endpoints take it. */
function queryOf(chain: string, selection: BundleSelection): URLSearchParams {
  const { departments, types, from, through, newest } = selection;
  const given = { department: departments?.join(), type: types?.join(), from, through, newest };
  const members = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new URLSearchParams([['chain', chain], ...members]);
}

/**
 * Offline bundles of home, and those of partners, which only the partner's service can sign: it is asked, and what it
 * answers is checked here as it is by whoever uses it. A partner is asked one thing at a time, and once for all who ask for
 * the same.
 */
export function openBundleRelay({ primitives, regions, partners, home, shelf, clock }: RelayBundleDeps) {
  async function partnerOf(chain: string): Promise<Partner | undefined> {
    const region = await regions.find(chain);
    if (region === undefined) throw new ChainUnknown(`${chain} is neither home nor a partner`);
    if (region.home) return undefined;
    const service = partners.get(chain);
    if (service === undefined) throw new PartnerUnreachable('no address of this partner is configured');
    return { service, region };
  }

  function take<T extends { bytes: Uint8Array }>(
    what: 'summary' | 'bundle',
    { service, region }: Partner,
    selection: BundleSelection,
    gone: AbortSignal,
    read: (text: string) => Promise<T> | T,
  ): Promise<T> {
    const { caip2 } = region.trustedPoint;
    const lane = `${caip2} ${what}`;
    let until = Infinity;
    const make = async (): Promise<T> => {
      const made = await read(await service.offlineBundle(what, queryOf(caip2, selection)));
      until = clock.now() + PARTNER_SECONDS;
      return made;
    };
    const key = `${lane} ${JSON.stringify(selection)}`;
    return shelf.take({ lane, key, make, isFresh: () => clock.now() < until }, gone);
  }

  function summaryOf(chain: string, text: string): { bytes: Uint8Array; summary: BundleSummary } {
    try {
      const { success, data } = bundleSummarySchema.safeParse(JSON.parse(text));
      if (success && data.chain === chain) return { bytes: utf8(text), summary: data };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    throw new PartnerUnreachable('the partner answers something else');
  }

  async function checked({ trustedPoint }: KnownRegion, text: string): Promise<BundleBytes> {
    try {
      await openOfflineBundle({ primitives, text, trustedPoints: [trustedPoint] });
    } catch (error) {
      if (!(error instanceof OfflineBundleUnusable)) throw error;
      throw new PartnerUnreachable(`the partner's bundle is of no use: ${error.message}`, { cause: error });
    }
    const bytes = utf8(text);
    return { bytes, digest: primitives.sha256(bytes) };
  }

  return {
    /** @throws ChainUnknown, ChainUnreachable, ChainBehind, BundlesNotOffered, BundlesBusy, PartnerUnreachable */
    async describe(chain: string, selection: BundleSelection, gone: AbortSignal): Promise<BundleSummary> {
      const partner = await partnerOf(chain);
      const { summary } = await (partner === undefined
        ? home(selection, gone)
        : take('summary', partner, selection, gone, (text) => summaryOf(chain, text)));
      return summary;
    },
    /** @throws ChainUnknown, ChainUnreachable, ChainBehind, BundlesNotOffered, BundlesBusy, PartnerUnreachable */
    async read(chain: string, selection: BundleSelection, gone: AbortSignal): Promise<BundleBytes> {
      const partner = await partnerOf(chain);
      if (partner === undefined) return home(selection, gone);
      return take('bundle', partner, selection, gone, (text) => checked(partner.region, text));
    },
  };
}
