import { uuidToBytes, uuidv7 } from '../../domain/uuid.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import type { ReceiptSigner } from '../../ports/receipt-signer.ts';
import type { Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { readArtefact } from '../../verify/artefact/read-artefact.ts';
import { createReceipt, textDigest } from '../../verify/receipt/receipt.ts';
import type { VerificationArchive, Verified } from '../../verify/receipt/receipt.ts';

/** A receipt as it is kept: digests and outcome, nothing that was verified. `at`: Unix seconds. */
export type ReceiptRow = { id: string; relier: string; case: string; at: number; jws: string };

export const receiptKey = (id: string): StoreKey => [tables.receipts, uuidToBytes(id)];

export type ReceiptDeps = { store: Store; clock: Clock; random: Random; sha256: Sha256; receiptSigner: ReceiptSigner };

/** `id`: under which the receipt is kept, if it is. The archive is the caller's alone to keep. */
export type MadeReceipt = { id: string | undefined; jws: string; archive: VerificationArchive };

/**
 * Signs the receipt of a verification that this service has just made. It is kept for the one who named a case, without
 * the artefact; a text that is no artefact leaves nothing at all, since the digest of a bare number of a person could be
 * guessed.
 *
 * @throws StoreUnavailable
 */
export async function makeReceipt(
  deps: ReceiptDeps,
  verified: Verified,
  kept: { relier: string; case: string } | undefined,
): Promise<MadeReceipt> {
  const { sha256, receiptSigner } = deps;
  const { receipt: jws, archive } = await createReceipt({
    ...{ sha256, verified, case: kept?.case },
    issuer: { ...receiptSigner, sign: async (message) => receiptSigner.sign(message) },
  });
  if (kept === undefined || readArtefact(verified.artefact).kind === 'defective')
    return { id: undefined, jws, archive };
  const at = deps.clock.now();
  const id = uuidv7(at * 1000, deps.random(10));
  const row: ReceiptRow = { id, ...kept, at, jws };
  const { verdict, codes } = verified.verdict;
  const facts = { receiptSha256: textDigest(sha256, jws), verdict, codes };
  await deps.store.commit({
    events: [{ type: 'receipt.signed', v: 1, subject: id, actor: kept.relier, case: kept.case, facts }],
    put: [[receiptKey(id), row]],
  });
  return { id, jws, archive };
}
