import { itemsOfLines, readWhole, withoutTooLong } from '../../app/verifying/set-items.ts';
import { verifySet } from '../../app/verifying/verify-set.ts';
import type { SetLine } from '../../app/verifying/verify-set.ts';
import type { VerifyingRequest } from '../../app/verifying/verify-artefact.ts';
import type { BriefVerdict } from '../../app/verifying/verify-wanted.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { findArtefacts, policyOf, verifyArtefact } from '../../verify/index.ts';
import type { Verdict } from '../../verify/index.ts';
import type { Services, SetOrder } from '../services.ts';

/** As many sets are being verified as this service does at once. Try again in a few seconds. */
export class SetsBusy extends Error {
  override readonly name = 'SetsBusy';
  readonly code = 'set.busy';
}

export type SetLimits = { maxSetItems: number; maxSetBytes: number; maxSets: number };

/** Enough for all threads, and to wait for a chain in parallel; few enough for others to get their turn. */
const AT_ONCE = 64;

type Deps = Pick<Services, 'copySupersededBy'> & {
  /** @see createVerifyThreads */
  verifier: {
    verifyOfMany(request: VerifyingRequest): Promise<Verdict>;
    verifyBriefly(request: VerifyingRequest): Promise<BriefVerdict>;
  };
  primitives: Primitives;
  clock: Clock;
  production: boolean;
  limits: SetLimits;
};

/** Many verifications in one request, in the API's shapes. */
export function bindVerificationSets(deps: Deps): Pick<Services, 'verifySet'> {
  const { primitives, verifier, clock, limits } = deps;
  let running = 0;

  async function* linesOf(order: SetOrder, lines: AsyncIterable<SetLine>) {
    for await (const line of lines) {
      if ('summary' in line) {
        yield line;
        continue;
      }
      const { text, index, path, verdict } = line.item;
      const { checks, claims, evidence, ...brief }: BriefVerdict & Partial<Verdict> = verdict;
      const superseded = text !== undefined && verdict.codes.includes('status.superseded');
      const supersededBy = superseded ? await deps.copySupersededBy(text) : undefined;
      const stated = evidence && { statementTime: evidence.statementTime };
      yield {
        item: { index, path, ...brief, ...stated, supersededBy, ...(order.full && { checks, claims, evidence }) },
      };
    }
  }

  return {
    async verifySet(order) {
      if (running >= limits.maxSets) throw new SetsBusy(`${limits.maxSets} sets are being verified`);
      // Whose sender has gone is never told so again, and would be counted for ever.
      if (!order.gone.aborted) {
        running++;
        order.gone.addEventListener('abort', () => running--, { once: true });
      }
      const { policy: id, asOf } = order;
      const policy = policyOf(id, { production: deps.production });
      const found = order.lines
        ? itemsOfLines(order.stream)
        : findArtefacts(await readWhole(order.stream, limits.maxSetBytes));
      const verdicts = verifySet(
        (item, inMatter) => {
          if (item.text === undefined) {
            const { artefact } = item;
            return verifyArtefact({ primitives, artefact, trustedPoint: undefined, policy, asOf, now: clock.now() });
          }
          const request = { artefact: item.text, policy, asOf };
          return inMatter || order.full ? verifier.verifyOfMany(request) : verifier.verifyBriefly(request);
        },
        withoutTooLong(found),
        { atOnce: AT_ONCE, maxItems: limits.maxSetItems },
      );
      return linesOf(order, verdicts) as never;
    },
  };
}
