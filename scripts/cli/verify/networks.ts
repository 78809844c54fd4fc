import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegion, RegionInvalid } from '../../../service/package/online.ts';
import type { Region } from '../../../service/package/online.ts';
import { TrustedPointInvalid } from '../../../service/verify/index.ts';

/** The folder named, or a file in it, holds no pinned regions. */
export class NetworksUnusable extends Error {
  override readonly name = 'NetworksUnusable';
  readonly code = 'cli.networksUnusable';
}

async function readNetwork(path: string): Promise<Region> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new NetworksUnusable(`${path}: ${(error as Error).message}`, { cause: error });
  }
  try {
    return readRegion(value);
  } catch (error) {
    if (!(error instanceof RegionInvalid || error instanceof TrustedPointInvalid)) throw error;
    throw new NetworksUnusable(`${path}: ${error.message}`, { cause: error });
  }
}

/**
 * The regions pinned in a folder, by CAIP-2 name.
 *
 * @param required whether the folder must be there
 * @throws NetworksUnusable
 */
export async function readNetworks(folder: string, required: boolean): Promise<Map<string, Region>> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (!required && (error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw new NetworksUnusable(`${folder}: ${(error as Error).message}`, { cause: error });
  }
  const networks = new Map<string, Region>();
  for (const name of names.filter((one) => one.endsWith('.json')).sort()) {
    const network = await readNetwork(join(folder, name));
    networks.set(network.trustedPoint.caip2, network);
  }
  return networks;
}
