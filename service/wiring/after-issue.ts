import { postNotice } from '../adapters/webhooks/post-notice.ts';
import type { IssuingDeps } from '../app/issuing/deps.ts';
import { startDeliveries } from '../app/notices/deliver-notices.ts';
import { startTellingReliers } from '../app/notices/tell-reliers.ts';
import { startWatchingPartners } from '../app/reliance/watch-partners.ts';
import type { WatchDeps } from '../app/reliance/watch-partners.ts';
import { startStatusBatches } from '../app/status-batches/order-changes.ts';
import { startSuperseding } from '../app/status/supersede-predecessors.ts';
import { startPruning } from '../app/use-records/prune-use-records.ts';
import type { Limits } from '../config.ts';
import type { SignNotice } from '../ports/notices.ts';

/**
 * Starts what happens to certificates after they are issued, beside the pipeline: renewed ones are superseded, many changed
 * at once, those who relied on one told, and records of use kept as long as the region says. What an earlier run left half done goes on.
 */
export function startAfterIssue(
  deps: IssuingDeps & WatchDeps,
  sign: SignNotice,
  limits: Limits,
): { stop(): Promise<void> } {
  const { webhookRetrySeconds: retrySeconds, webhookAttempts: attempts } = limits;
  const running = [
    startSuperseding(deps),
    startStatusBatches(deps),
    startTellingReliers(deps),
    startWatchingPartners(deps, limits.partnerWatchSeconds),
    startPruning(deps, limits.useRecordDays),
    startDeliveries({ ...deps, sign, post: postNotice, retrySeconds, attempts }),
  ];
  return {
    async stop() {
      await Promise.all(running.map((one) => one.stop()));
    },
  };
}
