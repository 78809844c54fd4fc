import { makeReceipt } from '../../app/receipts/make-receipt.ts';
import type { ReceiptDeps } from '../../app/receipts/make-receipt.ts';
import { readReceipt } from '../../app/receipts/read-receipt.ts';
import { relierOf } from '../../app/reliance/relier.ts';
import type { Services } from '../services.ts';

/** Receipts in the API's shapes. */
export function bindReceipts(deps: ReceiptDeps): Services['receipts'] {
  return {
    async make(verified, kept) {
      const { id, jws, archive } = await makeReceipt(
        deps,
        verified,
        kept && { relier: relierOf(kept.caller), case: kept.case },
      );
      return { receipt: { ...(id === undefined ? {} : { id }), jws }, archive: archive as never };
    },
    read: (caller, id) => readReceipt(deps, id, caller.role === 'auditor' ? undefined : relierOf(caller)),
  };
}
