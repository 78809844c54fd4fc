import { ChainBehind, ChainUnreachable } from '../../ports/chain-reader.ts';
import { BundlesNotOffered } from '../../ports/partner-service.ts';
import { makeBundle } from './make-bundle.ts';
import type { BundleDeps, MadeBundle } from './make-bundle.ts';
import type { BundleSelection } from './selection.ts';
import { takeSnapshot } from './take-snapshot.ts';
import type { Snapshot, SnapshotDeps } from './take-snapshot.ts';

export type OfflineBundlesDeps = SnapshotDeps &
  Omit<BundleDeps, 'signer'> & { signer: BundleDeps['signer'] | undefined };

/** A snapshot answers for so long, whatever is selected from it: what the chain is asked does not grow with the askers. */
export const SNAPSHOT_SECONDS = 120;
/** Bundles kept ready. */
const MAX_MADE = 4;

/** A snapshot, and the bundles made of it by selection. */
type Taken = { snapshot: Snapshot; made: Map<string, Promise<MadeBundle>> };

/** While the chain is away the last snapshot is given on: it says its own time. */
async function take(deps: SnapshotDeps, last: Promise<Taken> | undefined): Promise<Taken> {
  try {
    return { snapshot: await takeSnapshot(deps), made: new Map() };
  } catch (error) {
    const away = error instanceof ChainUnreachable || error instanceof ChainBehind;
    if (!away || last === undefined) throw error;
    return last;
  }
}

/**
 * Offline bundles of the home region, made when they are asked for. One snapshot of the chain serves every selection, and
 * the same selection of it gives the same bytes.
 */
export function openOfflineBundles(deps: OfflineBundlesDeps): (selection: BundleSelection) => Promise<MadeBundle> {
  let current: { taken: Promise<Taken>; at: number } | undefined;

  const newest = (now: number): Promise<Taken> => {
    if (current !== undefined && now - current.at < SNAPSHOT_SECONDS) return current.taken;
    const next = { taken: take(deps, current?.taken), at: now };
    current = next;
    next.taken.catch(() => {
      if (current === next) current = undefined;
    });
    return next.taken;
  };

  return async (selection) => {
    const { signer } = deps;
    if (signer === undefined || deps.maxSlots === 0)
      throw new BundlesNotOffered('this region gives no offline bundles');
    const now = deps.clock.now();
    const { snapshot, made } = await newest(now);
    const key = JSON.stringify(selection);
    const known = made.get(key);
    if (known !== undefined) return known;
    const bundle = makeBundle({ ...deps, signer }, snapshot, selection, now);
    made.set(key, bundle);
    if (made.size > MAX_MADE) made.delete(made.keys().next().value as string);
    bundle.catch(() => made.delete(key));
    return bundle;
  };
}
