import type { ChainReader } from '../../ports/chain-reader.ts';
import { ChainBehind, ChainUnreachable } from '../../ports/chain-reader.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { EvidenceFault, proveHeader } from '../../verify/evidence/prove-header.ts';
import type { TrustedPoint } from '../../verify/types.ts';

/** A proven head: `time` is that of the statement, Unix seconds; `votes` of distinct validators. */
export type ChainHead = { height: number; hash: Hex; time: number; ageSeconds: number; votes: number };

/** The chain's newest attested head, proven under its trusted point; undefined when nothing can be proven now. */
export async function chainHead(
  primitives: Primitives,
  region: { trustedPoint: TrustedPoint; reader: Pick<ChainReader, 'evidence'> | undefined },
  now: number,
): Promise<ChainHead | undefined> {
  try {
    const bundle = await region.reader?.evidence({ slots: [], minimumBlock: 0 });
    if (bundle === undefined) return undefined;
    const { number, hash, statementTime, votes } = await proveHeader(primitives, bundle, region.trustedPoint);
    return {
      height: number,
      hash: bytesToHex(hash),
      time: statementTime,
      ageSeconds: Math.max(0, now - statementTime),
      votes,
    };
  } catch (error) {
    const isTrouble =
      error instanceof ChainUnreachable || error instanceof ChainBehind || error instanceof EvidenceFault;
    if (isTrouble) return undefined;
    throw error;
  }
}
