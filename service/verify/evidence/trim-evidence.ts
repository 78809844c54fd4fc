import type { Primitives } from '../../proof/primitives.ts';
import type { EvidenceBundle, SlotRef, TrustedPoint, Vote } from '../types.ts';
import { EvidenceFault, proveHeader } from './prove-header.ts';

async function statementTime(
  primitives: Primitives,
  bundle: EvidenceBundle,
  trustedPoint: TrustedPoint,
): Promise<number | undefined> {
  try {
    return (await proveHeader(primitives, bundle, trustedPoint)).statementTime;
  } catch (error) {
    if (error instanceof EvidenceFault) return undefined;
    throw error;
  }
}

/**
 * The smallest bundle that proves as much: the votes of the newest quorum and the proofs of these slots. Relays, archives
 * and caches keep this one, since in it every byte of header, votes and proofs counts. A bundle that proves nothing comes
 * back with its votes as they were.
 */
export async function trimEvidence(
  primitives: Primitives,
  bundle: EvidenceBundle,
  trustedPoint: TrustedPoint,
  slots: readonly SlotRef[],
): Promise<EvidenceBundle> {
  const accounts = bundle.accounts.flatMap((account) => {
    const wanted = new Set(slots.filter(({ address }) => address === account.address).map(({ slot }) => BigInt(slot)));
    const storageProof = account.storageProof.filter(({ key }) => wanted.delete(BigInt(key)));
    return storageProof.length === 0 ? [] : [{ ...account, storageProof }];
  });
  const trimmed = { ...bundle, accounts };
  const before = await statementTime(primitives, trimmed, trustedPoint);
  if (before === undefined || bundle.votes === undefined) return trimmed;
  let votes: readonly Vote[] = bundle.votes.toSorted((a, b) => b.time - a.time);
  // Oldest first, so that what stays is the newest quorum.
  for (const vote of [...votes].reverse()) {
    const rest = votes.filter((one) => one !== vote);
    if ((await statementTime(primitives, { ...trimmed, votes: [...rest] }, trustedPoint)) === before) votes = rest;
  }
  return { ...trimmed, votes: [...votes] };
}
