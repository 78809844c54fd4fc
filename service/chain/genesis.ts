import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../proof/bytes.ts';

/** EDR keeps price 0 for ever only before London; one block over half full would end it afterwards. */
export const HARDFORK = 'berlin';
/** Room for about 1,600 small transactions a block, which is also what EDR executes in a second. */
export const BLOCK_GAS_LIMIT = 100_000_000n;
/** 2025-01-01T00:00:00Z. Fixed, so that one chain id always has one genesis hash. */
export const GENESIS_TIME = 1_735_689_600n;

/** The last 20 bytes of SHA-256 over a purpose: an address whose key nobody knows. */
function keyless(purpose: string): Uint8Array {
  return sha256(utf8(`zhenglian/v1/embedded-chain/${purpose}`)).slice(12);
}

/** Takes the block rewards of the hardfork. Keyless, so value can never move on this chain. */
export const COINBASE: Uint8Array = keyless('coinbase');

/**
 * One account whose nonce is the chain id. Without it every chain would begin with the same empty state and so with the
 * same genesis hash, under which evidence is cached.
 */
export function markerAccount(chainId: number): { address: Uint8Array; nonce: bigint } {
  return { address: keyless('marker'), nonce: BigInt(chainId) };
}
