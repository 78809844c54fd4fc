import type { ChainReader } from '../../ports/chain-reader.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { EvidenceFault, proveHeader } from '../../verify/evidence/prove-header.ts';
import type { ProvenHeader } from '../../verify/evidence/prove-header.ts';
import { proveSlots } from '../../verify/evidence/prove-slots.ts';
import type { EvidenceBundle, SlotRef, TrustedPoint } from '../../verify/types.ts';

/** A validator's clock may be ahead of ours by this much. */
const SKEW_SECONDS = 30;

/**
 * Reads slots at the chain's newest attested head and proves every one of them against the trusted point; the same path
 * for home and partners. An answer that proves nothing is as good as none.
 *
 * @returns slot values by `address/slot`, and the head they were read at
 * @throws ChainUnreachable (no answer, or one that does not prove what it says, or a stale head), ChainBehind
 */
export async function proveAtHead(input: {
  primitives: Primitives;
  reader: Pick<ChainReader, 'evidence'>;
  trustedPoint: TrustedPoint;
  slots: SlotRef[];
  minimumBlock?: number;
  now: number;
}): Promise<{ header: ProvenHeader; values: ReadonlyMap<string, Uint8Array>; bundle: EvidenceBundle }> {
  const { primitives, reader, trustedPoint, slots, minimumBlock = 0, now } = input;
  const bundle = await reader.evidence({ slots, minimumBlock });
  try {
    const header = await proveHeader(primitives, bundle, trustedPoint);
    const age = now - header.statementTime;
    if (age > trustedPoint.maxAgeSeconds || age < -SKEW_SECONDS) {
      throw new ChainUnreachable(`the newest statement of ${trustedPoint.caip2} is ${age} seconds old`);
    }
    return { header, values: proveSlots(bundle, header, slots, new Map()), bundle };
  } catch (error) {
    if (error instanceof EvidenceFault) throw new ChainUnreachable(error.message, { cause: error });
    throw error;
  }
}
