import type { Hex } from '../../proof/bytes.ts';
import type { Vote } from '../types.ts';

/**
 * One block of a region's chain to take along: its header with a quorum of votes, the region's statement of how old it may
 * become, and the nodes that lead from the header's state root to every slot it answers for. As a file it is its RFC 8785
 * text.
 */
export type OfflineBundle = {
  v: 1;
  kind: 'offline-bundle';
  chain: string;
  scheme: 'attested' | 'qbft';
  /** RLP of the block header, lower-case hex. */
  header: Hex;
  votes?: Vote[];
  /** A compact JWS of typ `offline-statement+jwt`. */
  statement: string;
  /** RLP of trie nodes in base64url, each once, in ascending order of these texts. A node's place is its hash. */
  nodes: string[];
};

/**
 * The text is no offline bundle, of no region known here, or does not prove what it says. Nothing follows for any
 * certificate; download it again.
 */
export class OfflineBundleUnusable extends Error {
  override readonly name = 'OfflineBundleUnusable';
  readonly code: 'bundle.malformed' | 'bundle.unknownRegion' | 'bundle.unproven';

  constructor(code: OfflineBundleUnusable['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
