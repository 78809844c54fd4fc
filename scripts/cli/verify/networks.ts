import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { trustedPointSchema } from '../../../service/app/partner/trusted-point-schema.ts';
import type { Region } from '../../../service/package/online.ts';
import type { TrustedPoint } from '../../../service/verify/index.ts';

/** The folder named, or a file in it, holds no pinned regions. */
export class NetworksUnusable extends Error {
  override readonly name = 'NetworksUnusable';
  readonly code = 'cli.networksUnusable';
}

const networkSchema = z.object({
  chain: z.object({
    caip2: z.string(),
    rpcUrls: z.array(z.url()),
    attestationUrls: z.array(z.url()),
    scheme: z.enum(['attested', 'qbft']),
    depth: z.int().min(0),
  }),
  trustedPoint: trustedPointSchema,
});

async function readNetwork(path: string): Promise<Region> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new NetworksUnusable(`${path}: ${(error as Error).message}`, { cause: error });
  }
  const parsed = networkSchema.safeParse(value);
  if (!parsed.success) throw new NetworksUnusable(`${path}: ${z.prettifyError(parsed.error)}`);
  const { chain, trustedPoint } = parsed.data;
  if (chain.caip2 !== trustedPoint.caip2) throw new NetworksUnusable(`${path}: chain and trusted point differ`);
  return { chain, trustedPoint: trustedPoint as TrustedPoint };
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
