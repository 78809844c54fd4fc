import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { id as keccakOf, Interface } from 'ethers';

/** Asks a chain itself, past everything that may lie or fail between it and the service. */
async function ask<T>(rpcUrl: string, method: string, params: readonly unknown[]): Promise<T> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(10_000),
  });
  const { result, error } = (await response.json()) as { result?: T; error?: unknown };
  if (result === undefined || result === null) throw new Error(`${method}: ${JSON.stringify(error ?? null)}`);
  return result;
}

export async function blockOf(rpcUrl: string, tag: string): Promise<{ height: number; hash: string }> {
  const { number, hash } = await ask<{ number: string; hash: string }>(rpcUrl, 'eth_getBlockByNumber', [tag, false]);
  return { height: Number(number), hash };
}

const anchored = new Interface([
  'event Anchored(bytes32 indexed anchorId, bytes18 indexed department, bytes32 indexed typeId, bytes32 root, uint32 size)',
]);

/** Every anchor that the chain tells of, in order: what it is called and how many certificates it stands for. */
export async function anchorsOf(where: {
  rpcUrl: string;
  data: string;
  id: string;
}): Promise<{ id: string; size: number }[]> {
  const { trustedPoint } = JSON.parse(await readFile(join(where.data, 'networks', `${where.id}.json`), 'utf8')) as {
    trustedPoint: { contracts: { certificateAnchors: string } };
  };
  const filter = {
    fromBlock: '0x0',
    toBlock: 'latest',
    address: trustedPoint.contracts.certificateAnchors,
    topics: [keccakOf('Anchored(bytes32,bytes18,bytes32,bytes32,uint32)')],
  };
  const logs = await ask<{ topics: string[]; data: string }[]>(where.rpcUrl, 'eth_getLogs', [filter]);
  return logs.map((log) => {
    const args = anchored.parseLog(log)?.args;
    return { id: args?.anchorId as string, size: Number(args?.size) };
  });
}
