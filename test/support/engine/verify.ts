import { policyOf, prepareArtefact, readArtefact, verifyArtefact } from '../../../service/verify/index.ts';
import type {
  EvidenceBundle,
  EvidenceUnavailable,
  Policy,
  PolicyId,
  Verdict,
  Verification,
} from '../../../service/verify/index.ts';
import { NOW, primitives } from './region.ts';
import type { TestRegion } from './region.ts';

export const policy = (id: PolicyId = 'window', change: Partial<Policy> = {}): Policy => ({
  ...policyOf(id, { production: false }),
  ...change,
});

export type Change = Partial<Omit<Verification, 'evidence'>> & {
  /** What the reader brought, changed; or the whole of it replaced. */
  evidence?: EvidenceBundle | EvidenceUnavailable | ((bundle: EvidenceBundle) => EvidenceBundle);
  height?: number;
  time?: number;
};

/** Reads, plans, fetches from the region as it is now, and verifies. */
export async function verdictOf(region: TestRegion, text: string | Uint8Array, change: Change = {}): Promise<Verdict> {
  const { evidence, height, time, ...rest } = change;
  const artefact = readArtefact(text);
  const trustedPoint = 'trustedPoint' in change ? change.trustedPoint : region.trustedPoint;
  const prepared = await prepareArtefact({ primitives, artefact, trustedPoint, asOf: change.asOf });
  const fetched =
    prepared.plan.slots.length === 0
      ? undefined
      : region.evidence(prepared.plan.slots, {
          ...(height === undefined ? {} : { height }),
          ...(time === undefined ? {} : { time }),
        });
  const brought = typeof evidence === 'function' ? fetched && evidence(fetched) : (evidence ?? fetched);
  return verifyArtefact({
    ...{ primitives, artefact, prepared, policy: policy(), now: NOW },
    ...rest,
    trustedPoint,
    evidence: brought,
  });
}
