import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';
import type { Engine } from './engine.ts';
import type { JournalBlock } from './journal-line.ts';

/**
 * Executes a journal's block on top of the engine's head and gives the hash it came to. Rejects if the engine refuses or
 * leaves out one of its transactions, or if one's bytes are not those its hash is of.
 */
export async function executeBlock(engine: Engine, block: JournalBlock): Promise<Hex> {
  const hashes: Hex[] = [];
  for (const raw of block.txs) {
    const hash = await engine.request<Hex>('eth_sendRawTransaction', [raw]);
    if (bytesToHex(keccak_256(hexToBytes(raw))) !== hash) throw new Error(`transaction ${hash} has other bytes`);
    hashes.push(hash);
  }
  const mined = await engine.mine(block.time);
  if (mined.txs.length !== hashes.length)
    throw new Error(`it takes ${mined.txs.length} of ${hashes.length} transactions`);
  return mined.hash;
}
