import { createRegionEvents } from '../adapters/ethers/region-events.ts';
import { createPartnerService } from '../adapters/partner/partner-service.ts';
import { openOfflineBundles } from '../app/offline/offline-bundles.ts';
import type { OfflineBundlesDeps } from '../app/offline/offline-bundles.ts';
import { openBundleRelay } from '../app/offline/relay-bundle.ts';
import { openShelf } from '../app/offline/shelf.ts';
import type { Config } from '../config.ts';
import type { Services } from '../http/services.ts';
import { encodeBase64url } from '../proof/base64url.ts';
import type { Verifying } from './verifying.ts';

/** Offline bundles of home and of partners, as the endpoints give them. */
export function bindOfflineBundles(
  config: Config,
  verifying: Pick<Verifying, 'primitives' | 'homeReader' | 'regions'>,
  home: Pick<OfflineBundlesDeps, 'trustedPoint' | 'clock' | 'signer'>,
): Services['offlineBundles'] {
  const { primitives, homeReader, regions } = verifying;
  const { caip2, contracts } = home.trustedPoint;
  const { maxOfflineSlots: maxSlots, offlineMaxAgeSeconds: maxAgeSeconds } = config.limits;
  const { maxOfflineBytes: maxBytes, maxOfflineMaking: maxMaking } = config.limits;
  const shelf = openShelf({ maxBytes, maxMaking });
  const events = createRegionEvents({ rpcUrls: config.chainUrls }, contracts);
  const relay = openBundleRelay({
    ...{ primitives, regions, shelf, clock: home.clock },
    partners: new Map(
      config.partners.map(({ region, serviceUrl }) => [region.caip2, createPartnerService(serviceUrl)]),
    ),
    home: openOfflineBundles({ ...home, primitives, reader: homeReader, events, maxSlots, maxAgeSeconds, shelf }),
  });
  return {
    describe: (chain = caip2, selection, gone) => relay.describe(chain, selection, gone),
    async read(chain = caip2, selection, gone) {
      const { bytes, digest } = await relay.read(chain, selection, gone);
      return { bytes, etag: `"${encodeBase64url(digest)}"` };
    },
  };
}
