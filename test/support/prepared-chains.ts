import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetworkFile } from '../../scripts/start/network.ts';
import { prepareRegions } from '../../scripts/start/prepare.ts';
import type { RunningRegion } from '../../scripts/start/prepare.ts';
import { chainIdOf, regionOf } from '../../scripts/start/region-data.ts';
import { developmentValidators } from '../../service/chain/development-validators.ts';
import { openAttesters } from '../../service/chain/open-attesters.ts';
import { openChain } from '../../service/chain/open-chain.ts';

/** Embedded chains with their attesters in this process, keys made and contracts deployed, in a folder of their own. */
export type PreparedChains = {
  folder: string;
  data: string;
  keys: string;
  running: RunningRegion[];
  networks: Map<string, NetworkFile>;
  /** Milliseconds that preparing took, and its lines for people. */
  tookMs: number;
  lines: string[];
  /** Prepares once more. */
  prepareAgain(): Promise<Map<string, NetworkFile>>;
  close(): Promise<void>;
};

export async function openPreparedChains(regions: readonly string[]): Promise<PreparedChains> {
  const folder = mkdtempSync(join(tmpdir(), 'zhenglian-prepared-'));
  const [data, keys] = [join(folder, 'data'), join(folder, 'keys')];
  const closing: (() => Promise<void>)[] = [];
  const running: RunningRegion[] = [];
  for (const id of regions) {
    const chain = await openChain({ region: id, chainId: chainIdOf(regionOf(id).caip2), port: 0, data });
    closing.unshift(() => chain.close());
    const validators = developmentValidators(id);
    const attesters = await openAttesters({ region: id, validators, chainUrl: chain.url, port: 0, data, pollMs: 50 });
    closing.unshift(() => attesters.close());
    running.push({ id, rpcUrl: chain.url, attestationUrl: attesters.url, serviceUrl: 'http://127.0.0.1:9' });
  }
  const lines: string[] = [];
  const prepare = () => prepareRegions({ regions: running, data, keys, report: (line) => lines.push(line) });
  const started = performance.now();
  const networks = await prepare();
  return {
    folder,
    data,
    keys,
    running,
    networks,
    tookMs: performance.now() - started,
    lines,
    prepareAgain: prepare,
    async close() {
      for (const close of closing) await close();
      rmSync(folder, { recursive: true });
    },
  };
}
