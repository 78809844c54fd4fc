import type { ChainReader } from '../../ports/chain-reader.ts';
import type { TrustedPoint } from '../../verify/types.ts';
import type { KnownRegion, Regions } from '../verifying/regions.ts';
import type { PartnerPoints } from './partner-points.ts';

type Reader = Pick<ChainReader, 'evidence' | 'blocks'>;

/** An unknown region makes the home registry be read once more, but not more often than this. */
const ASK_AGAIN_MS = 5_000;
/** The verdict must not wait longer than this for it. */
const ASK_LIMIT_MS = 500;

/**
 * Home and its partners. A partner's reader is made anew when its trusted point changes, since it knows the validators.
 *
 * @param input.readerOf undefined where no address of the chain is configured
 * @param input.monotonicMs a clock that never goes back, in milliseconds
 */
export function createRegions(input: {
  home: { trustedPoint: TrustedPoint; reader: Reader };
  partners: PartnerPoints;
  readerOf(point: TrustedPoint): Reader | undefined;
  monotonicMs(): number;
}): Regions {
  const { home, partners, readerOf, monotonicMs } = input;
  const readers = new WeakMap<TrustedPoint, { reader: Reader | undefined }>();
  let askedAt = -Infinity;

  const partner = (trustedPoint: TrustedPoint): KnownRegion => {
    const known = readers.get(trustedPoint) ?? { reader: readerOf(trustedPoint) };
    readers.set(trustedPoint, known);
    return { trustedPoint, home: false, reader: known.reader };
  };
  const homeRegion: KnownRegion = { ...home, home: true };

  return {
    async find(caip2) {
      if (caip2 === home.trustedPoint.caip2) return homeRegion;
      let point = partners.find(caip2);
      if (point === undefined && monotonicMs() - askedAt >= ASK_AGAIN_MS) {
        askedAt = monotonicMs();
        const refreshed = partners.refresh().catch(() => false);
        await Promise.race([refreshed, new Promise((resolve) => setTimeout(resolve, ASK_LIMIT_MS).unref())]);
        point = partners.find(caip2);
      }
      return point === undefined ? undefined : partner(point);
    },
    all: () => [homeRegion, ...partners.all().map(partner)],
  };
}
