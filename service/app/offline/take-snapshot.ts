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

/** A batch whose anchor was proven; `time` is its block's (Unix seconds), `nodes` lead to its anchor and status words. */
export type SnapshotBatch = AnchoredBatch & { time: number; nodes: Uint8Array[] };

/** One block of the home chain: its header with the newest quorum, and all that is taken of the state below it. */
export type Snapshot = {
  evidence: EvidenceBundle;
  proven: ProvenHeader;
  /** Nodes that lead to the contracts and to the keys of all departments. */
  nodes: Uint8Array[];
  /** Newest first. */
  batches: SnapshotBatch[];
  /** Whether the limit left older batches out. */
  older: boolean;
};

/** A question of so many slots is answered within a second by a chain of a city, in two or three megabytes. */
const SLOTS_A_QUESTION = 500;

/** Anchor and status words: every certificate of the batch can be verified. */
function slotsOf(address: Hex, { id, size }: AnchoredBatch): SlotRef[] {
  const anchorId = hexToBytes(id);
  const words = Array.from({ length: Math.ceil(size / 128) }, (_, word) => statusWordSlot(anchorId, word * 128));
  return [anchorSlot(anchorId), ...words].map((slot) => ({ address, slot }));
}

type Wanted = AnchoredBatch & { slots: SlotRef[] };

async function newestBatches(deps: SnapshotDeps, height: number): Promise<{ wanted: Wanted[]; older: boolean }> {
  const address = deps.trustedPoint.contracts.certificateAnchors.toLowerCase() as Hex;
  const wanted: Wanted[] = [];
  let count = 0;
  for await (const batch of deps.events.batches(height)) {
    const slots = slotsOf(address, batch);
    count += slots.length;
    if (count > deps.maxSlots) return { wanted, older: true };
    wanted.push({ ...batch, slots });
  }
  return { wanted, older: false };
}

/** Every node once, however many proofs it stands in. */
function internNodes(): (texts: readonly Hex[]) => Uint8Array[] {
  const nodes = new Map<Hex, Uint8Array>();
  return (texts) =>
    texts.map((text) => {
      const node = nodes.get(text) ?? hexToBytes(text);
      nodes.set(text, node);
      return node;
    });
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
  const { wanted, older } = await newestBatches(deps, proven.number);
  const intern = internNodes();
  const bySlot = new Map<string, Uint8Array[]>();
  const nodes: Uint8Array[] = [];
  const take = (accounts: readonly AccountProof[]): void => {
    for (const { address, accountProof, storageProof } of accounts) {
      nodes.push(...intern(accountProof));
      for (const { key, proof } of storageProof) bySlot.set(slotKey({ address, slot: key }), intern(proof));
    }
  };
  const nodesOf = (slots: readonly SlotRef[]): Uint8Array[] => slots.flatMap((slot) => bySlot.get(slotKey(slot)) ?? []);

  take(bundle.accounts);
  const words = new Map<string, Uint8Array>();
  const slots = wanted.flatMap((batch) => batch.slots);
  const block = { height: proven.number, hash: bytesToHex(proven.hash) };
  try {
    for (let start = 0; start < slots.length; start += SLOTS_A_QUESTION) {
      const asked = slots.slice(start, start + SLOTS_A_QUESTION);
      const accounts = await reader.proofs({ block, slots: asked });
      // Every proof that is taken is shown to hold, and to be no longer than it must.
      proveSlots({ ...evidence, accounts }, proven, asked, words);
      take(accounts);
    }
  } catch (error) {
    if (error instanceof EvidenceFault) throw new ChainUnreachable(error.message, { cause: error });
    throw error;
  }
  const batches = wanted.flatMap(({ slots: ofBatch, ...batch }): SnapshotBatch[] => {
    const word = words.get(slotKey(ofBatch[0] as SlotRef)) as Uint8Array;
    return isZero(word) ? [] : [{ ...batch, time: readAnchor(word).time, nodes: nodesOf(ofBatch) }];
  });
  return { evidence, proven, nodes: [...nodes, ...nodesOf(keys)], batches, older };
}
