import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { trustedPointSchema } from '../app/partner/trusted-point-schema.ts';
import type { ChainData } from '../domain/chain.ts';
import type { TrustedPoint } from '../verify/types.ts';

/** `<data>/networks/<region>.json` is missing or not of this region. Prepare the region (`npm start` does). */
export class NetworkFileUnusable extends Error {
  override readonly name = 'NetworkFileUnusable';
  readonly code = 'network.unusable';
}

const networkSchema = z.object({
  chain: z.object({ scheme: z.enum(['attested', 'qbft']), depth: z.int().min(0) }),
  trustedPoint: trustedPointSchema,
});

/**
 * What the region's deployment recorded: the trusted point and how headers are proven. Addresses in the file are those of
 * its last start; the service takes its own from its arguments.
 *
 * @throws NetworkFileUnusable
 */
export async function readNetworkFile(
  path: string,
  caip2: string,
): Promise<{ chain: Pick<ChainData, 'scheme' | 'depth'>; trustedPoint: TrustedPoint }> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new NetworkFileUnusable(`${path} cannot be read: is the region prepared?`, { cause: error });
  }
  const parsed = networkSchema.safeParse(value);
  if (!parsed.success) throw new NetworkFileUnusable(`${path} is not a network file of this version`);
  const { chain, trustedPoint } = parsed.data;
  if (trustedPoint.caip2 !== caip2) throw new NetworkFileUnusable(`${path} is of ${trustedPoint.caip2}, not ${caip2}`);
  return { chain, trustedPoint };
}
