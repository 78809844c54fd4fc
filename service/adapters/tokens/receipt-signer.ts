import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ReceiptSigner } from '../../ports/receipt-signer.ts';
import { signEs256 } from '../crypto/signature-forms.ts';

/** Signs verification receipts with the service's own key, the one whose thumbprint partners know from their registry. */
export function createReceiptSigner({ key, issuer }: { key: KeyObject; issuer: string }): ReceiptSigner {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    iss: issuer,
    key: { kty: 'EC', crv: 'P-256', x, y },
    sign: (message) => signEs256(message, key),
  };
}
