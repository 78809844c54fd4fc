import { useCallback, useEffect, useState } from 'react';
import { openOfflineBundle } from '../../../service/verify/index.ts';
import type { OpenBundle } from '../../../service/verify/index.ts';
import { bundleStore } from '../../api/bundle-store.ts';
import { webPrimitives } from '../../../service/proof/web-primitives.ts';
import type { Region } from '../../shell/region.tsx';

/** A bundle of this browser that was found sound, and its size in bytes. */
export type HeldBundle = OpenBundle & { bytes: number };

export type Bundles = {
  held: ReadonlyMap<string, HeldBundle>;
  /** Checks a bundle's text and keeps it. @throws OfflineBundleUnusable, DOMException (storage) */
  keep(text: string): Promise<void>;
  remove(chain: string): Promise<void>;
};

async function open(text: string, region: Region): Promise<HeldBundle> {
  const bundle = await openOfflineBundle({ primitives: webPrimitives(), text, trustedPoints: region.cities });
  return { ...bundle, bytes: text.length };
}

/** Those kept here that still hold under today's trusted points; others are as good as none. */
async function openKept(region: Region): Promise<HeldBundle[]> {
  const kept = await bundleStore.all().catch(() => []);
  const opened = await Promise.all(kept.map(({ text }) => open(text, region).catch(() => undefined)));
  return opened.filter((bundle) => bundle !== undefined);
}

/** The offline bundles of this browser, one a city. */
export function useBundles(region: Region): Bundles {
  const [held, setHeld] = useState<ReadonlyMap<string, HeldBundle>>(new Map());
  useEffect(() => {
    let current = true;
    void openKept(region).then((bundles) => {
      if (current) setHeld(new Map(bundles.map((bundle) => [bundle.chain, bundle])));
    });
    return () => void (current = false);
  }, [region]);

  const keep = useCallback(
    async (text: string) => {
      const bundle = await open(text, region);
      await bundleStore.put({ chain: bundle.chain, text });
      setHeld((before) => new Map(before).set(bundle.chain, bundle));
    },
    [region],
  );
  const remove = useCallback(async (chain: string) => {
    await bundleStore.remove(chain);
    setHeld((before) => new Map([...before].filter(([one]) => one !== chain)));
  }, []);
  return { held, keep, remove };
}
