import type { Store } from '../../ports/store.ts';
import { receiptKey } from './make-receipt.ts';
import type { ReceiptRow } from './make-receipt.ts';

/** There is no receipt of that id, or it is another's. */
export class ReceiptUnknown extends Error {
  override readonly name = 'ReceiptUnknown';
  readonly code = 'receipt.unknown';
}

/**
 * A receipt by its id.
 *
 * @param relier whose it must be; undefined: an auditor's look at anybody's
 * @throws ReceiptUnknown, StoreUnavailable
 */
export async function readReceipt(
  deps: { store: Store },
  id: string,
  relier: string | undefined,
): Promise<Omit<ReceiptRow, 'relier'>> {
  const row = await deps.store.get<ReceiptRow>(receiptKey(id));
  if (row === undefined || (relier !== undefined && row.relier !== relier)) {
    throw new ReceiptUnknown('no receipt of yours has this id');
  }
  const { relier: _relier, ...receipt } = row;
  return receipt;
}
