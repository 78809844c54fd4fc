import { ChainBehind, ChainUnreachable } from '../../ports/chain-reader.ts';
import { BundlesNotOffered } from '../../ports/partner-service.ts';
import { makeBundle } from './make-bundle.ts';
import type { BundleDeps, MadeBundle } from './make-bundle.ts';
import type { BundleSelection } from './selection.ts';
import type { Shelf } from './shelf.ts';
import { takeSnapshot } from './take-snapshot.ts';
import type { Snapshot, SnapshotDeps } from './take-snapshot.ts';

export type OfflineBundlesDeps = SnapshotDeps &
  Omit<BundleDeps, 'signer'> & { signer: BundleDeps['signer'] | undefined; shelf: Shelf };

/** A snapshot answers for so long, whatever is selected from it: what the chain is asked does not grow with the askers. */
export const SNAPSHOT_SECONDS = 120;

/** While the chain is away the last snapshot is given on: it says its own time. */
async function take(deps: SnapshotDeps, last: Promise<Snapshot> | undefined): Promise<Snapshot> {
  try {
    return await takeSnapshot(deps);
  } catch (error) {
    const away = error instanceof ChainUnreachable || error instanceof ChainBehind;
    if (!away || last === undefined) throw error;
    return last;
  }
}

/** @param gone aborted when whoever asks has what they came for, or left */
export type HomeBundles = (selection: BundleSelection, gone: AbortSignal) => Promise<MadeBundle>;

/**
 * Offline bundles of the home region, made when they are asked for. One snapshot of the chain serves every selection, and
 * the same selection of it gives the same bytes.
 */
export function openOfflineBundles(deps: OfflineBundlesDeps): HomeBundles {
  let current: { taken: Promise<Snapshot>; at: number } | undefined;
  /** Of which the bundles on the shelf are. */
  let made: Snapshot | undefined;

  const newest = (now: number): Promise<Snapshot> => {
    if (current !== undefined && now - current.at < SNAPSHOT_SECONDS) return current.taken;
    const next = { taken: take(deps, current?.taken), at: now };
    current = next;
    next.taken.catch(() => {
      if (current === next) current = undefined;
    });
    return next.taken;
  };

  return async (selection, gone) => {
    const { signer } = deps;
    if (signer === undefined || deps.maxSlots === 0)
      throw new BundlesNotOffered('this region gives no offline bundles');
    const now = deps.clock.now();
    const snapshot = await newest(now);
    made = snapshot;
    const { caip2 } = deps.trustedPoint;
    return deps.shelf.take(
      {
        ...{ lane: caip2, key: `${caip2} ${JSON.stringify(selection)}` },
        isFresh: () => made === snapshot,
        make: () => makeBundle({ ...deps, signer }, snapshot, selection, now),
      },
      gone,
    );
  };
}
