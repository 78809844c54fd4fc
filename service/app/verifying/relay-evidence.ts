import { ChainBehind, ChainUnreachable } from '../../ports/chain-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { EvidenceFault, proveHeader } from '../../verify/evidence/prove-header.ts';
import { proveSlots } from '../../verify/evidence/prove-slots.ts';
import type { EvidenceBundle, Plan, SlotRef, TrustedPoint } from '../../verify/types.ts';
import type { EvidenceCache } from './evidence-cache.ts';
import { fetchEvidence } from './fetch-evidence.ts';
import type { Regions } from './regions.ts';
import type { StatusListSource } from './status-list-source.ts';

/** The chain is neither home nor an admitted partner's. */
export class ChainUnknown extends Error {
  readonly code = 'chain.unknown';
}

export type RelayDeps = {
  primitives: Primitives;
  regions: Regions;
  evidence: EvidenceCache;
  statusLists: StatusListSource;
  clock: Clock;
};

/** `fresh`: a status list from some seconds ago is not enough. */
export type RelayRequest = Plan & { fresh?: true | undefined };

/** The engine compares slots and addresses as lower-case text. */
const lower = ({ address, slot }: SlotRef): SlotRef => ({
  address: address.toLowerCase() as Hex,
  slot: slot.toLowerCase() as Hex,
});

async function isFresh(deps: RelayDeps, point: TrustedPoint, bundle: EvidenceBundle): Promise<boolean> {
  try {
    const { statementTime } = await proveHeader(deps.primitives, bundle, point);
    return deps.clock.now() - statementTime <= point.maxAgeSeconds;
  } catch (error) {
    if (error instanceof EvidenceFault) return false;
    throw error;
  }
}

/**
 * Fetches chain evidence for an engine that cannot reach the chain itself (a browser). The relay sees slots, never an
 * artefact, and the caller checks every byte. It is checked here, too, so that what proves nothing is not passed on and
 * what does is kept for the time in which the chain does not answer.
 *
 * @throws ChainUnknown, ChainUnreachable, ChainBehind
 */
export async function relayEvidence(deps: RelayDeps, request: RelayRequest): Promise<EvidenceBundle> {
  const region = await deps.regions.find(request.chain);
  if (region === undefined) throw new ChainUnknown(`${request.chain} is neither home nor a partner`);
  const { trustedPoint } = region;
  const plan = { ...request, slots: request.slots.map(lower) };
  const [fetched, statusList] = await Promise.all([
    fetchEvidence(region, plan),
    plan.statusList === undefined
      ? undefined
      : deps.statusLists.find(region, plan.statusList, { fresh: request.fresh === true }),
  ]);
  const withList = (bundle: EvidenceBundle): EvidenceBundle =>
    statusList === undefined ? bundle : { ...bundle, statusList };
  let trouble: Error;
  if ('unavailable' in fetched) {
    const { unavailable, detail } = fetched;
    trouble = unavailable === 'chain.behind' ? new ChainBehind(detail) : new ChainUnreachable(detail);
  } else {
    try {
      const header = await proveHeader(deps.primitives, fetched, trustedPoint);
      proveSlots(fetched, header, plan.slots, new Map());
      const proven = { height: header.number, blockHash: bytesToHex(header.hash), statementTime: header.statementTime };
      // Changes of status are not proven here, so the past is not kept.
      if (plan.statusHistory === undefined) deps.evidence.put(trustedPoint.genesisHash, plan.slots, fetched, proven);
      return withList(fetched);
    } catch (error) {
      if (!(error instanceof EvidenceFault)) throw error;
      trouble = new ChainUnreachable(error.message, { cause: error });
    }
  }
  const kept = plan.statusHistory === undefined ? deps.evidence.find(trustedPoint.genesisHash, plan) : undefined;
  if (kept !== undefined && (await isFresh(deps, trustedPoint, kept))) return withList(kept);
  throw trouble;
}
