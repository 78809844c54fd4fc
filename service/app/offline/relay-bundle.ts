import type { PartnerService } from '../../ports/partner-service.ts';
import { PartnerUnreachable } from '../../ports/partner-service.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { OfflineBundleUnusable } from '../../verify/offline/offline-bundle.ts';
import { openOfflineBundle } from '../../verify/offline/open-offline-bundle.ts';
import { ChainUnknown } from '../verifying/relay-evidence.ts';
import type { Regions } from '../verifying/regions.ts';
import type { MadeBundle } from './make-bundle.ts';
import { bundleSummarySchema } from './selection.ts';
import type { BundleSelection, BundleSummary } from './selection.ts';

export type RelayBundleDeps = {
  primitives: Primitives;
  regions: Regions;
  /** Services of partner regions by CAIP-2 name. */
  partners: ReadonlyMap<string, Pick<PartnerService, 'offlineBundle'>>;
  /** The home region's own. */
  home(selection: BundleSelection): Promise<MadeBundle>;
};

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
 * answers is checked here as it is by whoever uses it.
 */
export function openBundleRelay({ primitives, regions, partners, home }: RelayBundleDeps) {
  async function partnerOf(chain: string) {
    const region = await regions.find(chain);
    if (region === undefined) throw new ChainUnknown(`${chain} is neither home nor a partner`);
    const service = partners.get(chain);
    if (!region.home && service === undefined) throw new PartnerUnreachable('no address of this partner is configured');
    return region.home ? undefined : { service: service as Pick<PartnerService, 'offlineBundle'>, region };
  }

  return {
    /** @throws ChainUnknown, ChainUnreachable, ChainBehind, BundlesNotOffered, PartnerUnreachable */
    async describe(chain: string, selection: BundleSelection): Promise<BundleSummary> {
      const partner = await partnerOf(chain);
      if (partner === undefined) return (await home(selection)).summary;
      const answer = await partner.service.offlineBundle('summary', queryOf(chain, selection));
      try {
        const summary = bundleSummarySchema.safeParse(JSON.parse(answer));
        if (summary.success && summary.data.chain === chain) return summary.data;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
      throw new PartnerUnreachable('the partner answers something else');
    },
    /** @throws ChainUnknown, ChainUnreachable, ChainBehind, BundlesNotOffered, PartnerUnreachable */
    async read(chain: string, selection: BundleSelection): Promise<string> {
      const partner = await partnerOf(chain);
      if (partner === undefined) return (await home(selection)).text;
      const text = await partner.service.offlineBundle('bundle', queryOf(chain, selection));
      try {
        await openOfflineBundle({ primitives, text, trustedPoints: [partner.region.trustedPoint] });
      } catch (error) {
        if (!(error instanceof OfflineBundleUnusable)) throw error;
        throw new PartnerUnreachable(`the partner's bundle is of no use: ${error.message}`, { cause: error });
      }
      return text;
    },
  };
}
