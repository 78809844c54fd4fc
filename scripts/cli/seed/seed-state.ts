import { join } from 'node:path';
import { readJson, writeJson } from '../../start/durable-json.ts';

/**
 * What a region's seed is made of: the moment it began, from which all dates follow, and how many people it is for. With
 * them an interrupted seed asks for exactly the same again. `done`: people who are complete.
 */
export type RegionSeed = { startedAt: number; target: number; done: number; certificates: Record<string, string> };

export type SeedState = {
  of(region: string): RegionSeed | undefined;
  /** Durable when it returns. */
  keep(region: string, seed: RegionSeed): void;
};

type File = { v: 1; regions: Record<string, RegionSeed> };

/** The seeds of a data folder, in `<data>/seed.json`. */
export function openSeedState(data: string): SeedState {
  const path = join(data, 'seed.json');
  const file: File = readJson<File>(path) ?? { v: 1, regions: {} };
  return {
    of: (region) => file.regions[region],
    keep(region, seed) {
      file.regions[region] = seed;
      writeJson(path, file);
    },
  };
}
