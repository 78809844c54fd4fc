import { writeFile } from 'node:fs/promises';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import type { Region } from '../../../service/package/online.ts';
import { OfflineBundleUnusable, openOfflineBundle } from '../../../service/verify/index.ts';
import type { OpenBundle, OpenBundles } from '../../../service/verify/index.ts';
import { expand } from './files.ts';

/** A bundle cannot be downloaded or opened; nothing is said about any certificate. Download it again. */
export class BundleUnusable extends Error {
  override readonly name = 'BundleUnusable';
  readonly code = 'cli.bundleUnusable';
}

const DOWNLOAD_MS = 120_000;

type Regions = ReadonlyMap<string, Region>;

async function open(text: string, label: string, regions: Regions): Promise<OpenBundle> {
  const trustedPoints = [...regions.values()].map(({ trustedPoint }) => trustedPoint);
  try {
    return await openOfflineBundle({ primitives: nodePrimitives(), text, trustedPoints });
  } catch (error) {
    if (!(error instanceof OfflineBundleUnusable)) throw error;
    throw new BundleUnusable(`${label}: ${error.code}: ${error.message}`, { cause: error });
  }
}

/**
 * Fetches a bundle from a service, checks it and keeps it as a file.
 *
 * @param url of the service, or of its endpoint with a selection
 * @throws BundleUnusable, and then no file is written
 */
export async function downloadBundle(url: string, file: string, regions: Regions): Promise<OpenBundle> {
  let text: string;
  try {
    const address = new URL(url);
    if (address.pathname === '/') address.pathname = '/v1/offline-bundles/newest';
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_MS) });
    text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 500)}`);
  } catch (error) {
    throw new BundleUnusable(`${url}: ${(error as Error).message}`, { cause: error });
  }
  const bundle = await open(text, url, regions);
  await writeFile(file, text);
  return bundle;
}

/**
 * Bundles from files and folders; of several of a region the newest counts.
 *
 * @throws BundleUnusable, FileUnreadable
 */
export async function openBundles(files: readonly string[], regions: Regions): Promise<OpenBundles> {
  const bundles = new Map<string, OpenBundle>();
  for (const file of files) {
    for await (const { label, read } of expand(file)) {
      const bundle = await open(new TextDecoder().decode(await read()), label, regions);
      if (bundle.asOf >= (bundles.get(bundle.chain)?.asOf ?? 0)) bundles.set(bundle.chain, bundle);
    }
  }
  return bundles;
}
