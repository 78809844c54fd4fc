import { keccak_256 } from '@noble/hashes/sha3.js';
import type { ChainReader } from '../../ports/chain-reader.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AnchoredBatch, RegionEvents } from '../../ports/region-events.ts';
import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { anchorSlot, keySlot, statusWordSlot } from '../../proof/storage-layout.ts';
import { EvidenceFault } from '../../verify/evidence/prove-header.ts';
import type { ProvenHeader } from '../../verify/evidence/prove-header.ts';
import { proveSlots, slotKey } from '../../verify/evidence/prove-slots.ts';
import { trimEvidence } from '../../verify/evidence/trim-evidence.ts';
import { isZero, readAnchor } from '../../verify/evidence/words.ts';
import type { NodeOf } from '../../verify/offline/proofs-from-nodes.ts';
import type { AccountProof, EvidenceBundle, SlotRef, TrustedPoint } from '../../verify/types.ts';
import { proveAtHead } from '../partner/prove-at-head.ts';

export type SnapshotDeps = {
  primitives: Primitives;
  clock: Clock;
  trustedPoint: TrustedPoint;
  reader: Pick<ChainReader, 'evidence' | 'proofs'>;
  events: RegionEvents;
  /** Slots of batches at most; the newest batches are taken. */
  maxSlots: number;
};

/** A batch whose anchor was proven; `time` is its block's (Unix seconds). */
export type SnapshotBatch = AnchoredBatch & { time: number; slots: SlotRef[] };

/** One block of the home chain: its header with the newest quorum, and all that is taken of the state below it. */
export type Snapshot = {
  takenAt: number;
  evidence: EvidenceBundle;
  proven: ProvenHeader;
  keys: SlotRef[];
  /** Newest first. */
  batches: SnapshotBatch[];
  /** Whether the limit left older batches out. */
  older: boolean;
  nodeOf: NodeOf;
};

/** A question of so many slots is answered within a second by a chain of a city, in two or three megabytes. */
const SLOTS_A_QUESTION = 500;

/** Anchor and status words: every certificate of the batch can be verified. */
function slotsOf(address: Hex, { id, size }: AnchoredBatch): SlotRef[] {
  const anchorId = hexToBytes(id);
  const words = Array.from({ length: Math.ceil(size / 128) }, (_, word) => statusWordSlot(anchorId, word * 128));
  return [anchorSlot(anchorId), ...words].map((slot) => ({ address, slot }));
}

async function newestBatches(
  deps: SnapshotDeps,
  height: number,
): Promise<Pick<Snapshot, 'older'> & { batches: SnapshotBatch[] }> {
  const address = deps.trustedPoint.contracts.certificateAnchors.toLowerCase() as Hex;
  const batches: SnapshotBatch[] = [];
  let count = 0;
  for await (const batch of deps.events.batches(height)) {
    const slots = slotsOf(address, batch);
    count += slots.length;
    if (count > deps.maxSlots) return { batches, older: true };
    batches.push({ ...batch, time: 0, slots });
  }
  return { batches, older: false };
}

/** Every node once, however many proofs it stands in. */
function nodeStore(): { add(accounts: readonly AccountProof[]): void; nodeOf: NodeOf } {
  const nodes = new Map<string, Uint8Array>();
  const seen = new Set<Hex>();
  const add = (texts: readonly Hex[]): void => {
    for (const text of texts) {
      if (seen.has(text)) continue;
      seen.add(text);
      const node = hexToBytes(text);
      nodes.set(bytesToHex(keccak_256(node)), node);
    }
  };
  return {
    add(accounts) {
      for (const { accountProof, storageProof } of accounts) {
        add(accountProof);
        for (const { proof } of storageProof) add(proof);
      }
    },
    nodeOf: (hash) => nodes.get(bytesToHex(hash)),
  };
}

/**
 * Reads keys and the newest batches of the region at its newest attested block, and proves every slot of them.
 *
 * @throws ChainUnreachable, ChainBehind
 */
export async function takeSnapshot(deps: SnapshotDeps): Promise<Snapshot> {
  const { primitives, trustedPoint, reader } = deps;
  const now = deps.clock.now();
  const registry = trustedPoint.contracts.authorityRegistry.toLowerCase() as Hex;
  const { header: head } = await proveAtHead({ primitives, reader, trustedPoint, slots: [], now });
  const keys = (await deps.events.signingKeys(head.number)).map((thumbprint): SlotRef => {
    return { address: registry, slot: keySlot(hexToBytes(thumbprint)) };
  });
  // A block may have come since; what is read from here on is of this one.
  const { header: proven, bundle } = await proveAtHead({ primitives, reader, trustedPoint, slots: keys, now });
  const evidence = await trimEvidence(primitives, bundle, trustedPoint, []);
  const nodes = nodeStore();
  nodes.add(bundle.accounts);
  const { batches, older } = await newestBatches(deps, proven.number);
  const slots = batches.flatMap((batch) => batch.slots);
  const block = { height: proven.number, hash: bytesToHex(proven.hash) };
  const words = new Map<string, Uint8Array>();
  try {
    for (let start = 0; start < slots.length; start += SLOTS_A_QUESTION) {
      const asked = slots.slice(start, start + SLOTS_A_QUESTION);
      const accounts = await reader.proofs({ block, slots: asked });
      proveSlots({ ...evidence, accounts }, proven, asked, words);
      nodes.add(accounts);
    }
  } catch (error) {
    if (error instanceof EvidenceFault) throw new ChainUnreachable(error.message, { cause: error });
    throw error;
  }
  const anchored = batches.flatMap((batch) => {
    const word = words.get(slotKey(batch.slots[0] as SlotRef)) as Uint8Array;
    return isZero(word) ? [] : [{ ...batch, time: readAnchor(word).time }];
  });
  return { takenAt: now, evidence, proven, keys, batches: anchored, older, nodeOf: nodes.nodeOf };
}
