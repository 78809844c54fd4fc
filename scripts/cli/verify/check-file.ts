import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { RpcRefused } from '../../../service/adapters/ethers/json-rpc.ts';
import { ChainBehind, ChainUnreachable } from '../../../service/ports/chain-reader.ts';
import { artefactChain, createEngineCache, prepareArtefact } from '../../../service/verify/index.ts';
import { readArtefact, verifyArtefact } from '../../../service/verify/index.ts';
import type {
  EvidenceBundle,
  EvidenceUnavailable,
  HolderDemand,
  Plan,
  Policy,
  Verdict,
} from '../../../service/verify/index.ts';
import type { Network } from './networks.ts';
import { readStatusHistory } from './status-history.ts';

export type Checker = (input: string | Uint8Array) => Promise<Verdict>;

/** The file cannot be read: nothing can be said about what it holds. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
  readonly code = 'cli.fileUnreadable';
}

/** npm runs scripts in the project's folder; a path that is not there is meant from where npm was called. */
async function readNamed(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const calledFrom = process.env['INIT_CWD'];
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || calledFrom === undefined) throw error;
    return await readFile(resolve(calledFrom, file));
  }
}

/** Content of a file, or of standard input for `-`. @throws FileUnreadable */
export async function contentOf(file: string): Promise<Uint8Array> {
  try {
    return file === '-' ? await buffer(process.stdin) : await readNamed(file);
  } catch (error) {
    throw new FileUnreadable(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

async function fetchEvidence(network: Network, plan: Plan): Promise<EvidenceBundle | EvidenceUnavailable> {
  try {
    const bundle = await network.reader.evidence(plan);
    if (plan.statusHistory === undefined) return bundle;
    return { ...bundle, statusHistory: await readStatusHistory(network.chain, plan) };
  } catch (error) {
    if (error instanceof ChainUnreachable || error instanceof ChainBehind) {
      return { unavailable: error.code, detail: error.message };
    }
    if (error instanceof RpcRefused) return { unavailable: 'chain.unreachable', detail: error.message };
    throw error;
  }
}

/** Checks one artefact after another with the regions' own chains; certificate chains are parsed once. */
export function createChecker(options: {
  networks: ReadonlyMap<string, Network>;
  policy: Policy;
  holder: HolderDemand | undefined;
  /** The time the verdicts are to speak of, if not of now. */
  asOf: number | undefined;
  now(): number;
}): Checker {
  const { networks, policy, holder, asOf } = options;
  const primitives = nodePrimitives();
  const cache = createEngineCache();
  return async (input) => {
    const artefact = readArtefact(input);
    const network = networks.get(artefactChain(artefact) ?? '');
    const trustedPoint = network?.trustedPoint;
    const prepared = await prepareArtefact({ primitives, artefact, trustedPoint, asOf, cache });
    const asked = network !== undefined && prepared.plan.slots.length > 0;
    const evidence = asked ? await fetchEvidence(network, prepared.plan) : undefined;
    const now = options.now();
    return verifyArtefact({ primitives, artefact, trustedPoint, evidence, policy, now, asOf, holder, cache, prepared });
  };
}
