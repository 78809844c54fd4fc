import { z } from 'zod';
import { nodeSha256 } from '../../adapters/crypto/primitives.ts';
import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { anchorId, uriId } from '../../proof/certificate.ts';
import type { SignedTransaction } from '../../ports/signer-protocol.ts';
import { checkTransaction } from '../checks/transaction.ts';
import type { SeenTransaction } from '../checks/transaction.ts';
import { RequestMalformed } from './deps.ts';
import type { SignerDeps } from './deps.ts';

const hex = (pattern: RegExp) =>
  z
    .string()
    .regex(pattern)
    .transform((text) => text as Hex);

const schema = z.strictObject({
  chainId: z.int().min(1),
  nonce: z.int().min(0),
  to: hex(/^0x[0-9a-fA-F]{40}$/),
  data: hex(/^0x(?:[0-9a-f]{2})*$/),
  gasLimit: z.int().min(21_000),
});

/** The anchors as verifiers name them. */
function namedAnchors(department: string, { anchors }: SeenTransaction): { id: string; type: string; size: number }[] {
  return (anchors ?? []).map(({ root, type, size }) => ({
    id: bytesToHex(anchorId(nodeSha256, { department, type: uriId(nodeSha256, type), root: hexToBytes(root) })),
    type,
    size,
  }));
}

/**
 * Signs a transaction of the department's account after decoding what it does, and logs that.
 *
 * @throws RequestMalformed, Refusal, LimitReached, LogUnwritable, HsmUnusable
 */
export async function signTransaction(deps: SignerDeps, body: unknown): Promise<SignedTransaction> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new RequestMalformed('no transaction of this protocol');
  const seen = checkTransaction(deps.transactionRules, parsed.data);
  deps.limits.take('transactions', 1);
  if (seen.kind === 'status') deps.limits.take('statusChanges', seen.count);
  const { raw, hash } = await deps.account.signTransaction(parsed.data);
  await deps.log.append({
    op: 'transaction',
    call: seen.call,
    nonce: parsed.data.nonce,
    count: seen.count,
    ...(seen.subjects && { subjects: seen.subjects }),
    ...(seen.anchors && { anchors: namedAnchors(deps.configuration.department, seen) }),
    transaction: hash,
  });
  return { raw };
}
