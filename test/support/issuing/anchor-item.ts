import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import type { NewOutboxItem } from '../../../service/ports/store.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { HOUSING } from './test-region.ts';

export const TO: Hex = `0x${'a1'.repeat(20)}`;

/** 32 bytes that hold a number. */
export const word = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;

/** An outbox item that anchors one batch of its own, of type `word(7)`. */
export const anchorOf = (n: number, signer = HOUSING, kind = 'anchor'): NewOutboxItem => ({
  kind,
  ref: String(n),
  signer,
  to: TO,
  data: contractCalls.anchorMany([{ typeId: word(7), root: word(n), size: 1 }]),
});
