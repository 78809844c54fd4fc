import { postNotice } from '../adapters/webhooks/post-notice.ts';
import type { IssuingDeps } from '../app/issuing/deps.ts';
import { startDeliveries } from '../app/notices/deliver-notices.ts';
import { startTellingReliers } from '../app/notices/tell-reliers.ts';
import { startStatusBatches } from '../app/status-batches/order-changes.ts';
import type { Limits } from '../config.ts';
import type { SignNotice } from '../ports/notices.ts';

/**
 * Starts what happens to certificates after they are issued, beside the pipeline: changes of many, and telling those who
 * relied on one. What an earlier run left half done goes on.
 */
export function startAfterIssue(deps: IssuingDeps, sign: SignNotice, limits: Limits): { stop(): Promise<void> } {
  const { webhookRetrySeconds: retrySeconds, webhookAttempts: attempts } = limits;
  const running = [
    startStatusBatches(deps),
    startTellingReliers(deps),
    startDeliveries({ ...deps, sign, post: postNotice, retrySeconds, attempts }),
  ];
  return {
    async stop() {
      await Promise.all(running.map((one) => one.stop()));
    },
  };
}
