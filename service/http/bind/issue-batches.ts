import { cancelIssueBatch } from '../../app/bulk/cancel-issue-batch.ts';
import type { BulkDeps } from '../../app/bulk/deps.ts';
import { dryRun } from '../../app/bulk/dry-run.ts';
import { listIssueBatches } from '../../app/bulk/list-issue-batches.ts';
import { issueBatch } from '../../app/bulk/open-issue-batch.ts';
import { followIssueBatch, readIssueBatch, viewOfBatch } from '../../app/bulk/read-issue-batch.ts';
import { readResults } from '../../app/bulk/read-results.ts';
import { receiveRows } from '../../app/bulk/receive-rows.ts';
import type { Caller } from '../../ports/tokens.ts';
import type { Services } from '../services.ts';

const PROGRESS_EVERY_MS = 250;
const PROGRESS_IDLE_MS = 15_000;

/** The parser of tokens lets no department in without one. */
const departmentOf = (caller: Caller): string => caller.department as string;
const actorOf = (caller: Caller): string => `${caller.role}/${caller.subject}`;

/** Registers of many rows in the API's shapes. */
export function bindIssueBatches(deps: BulkDeps): Pick<Services, 'issueBatches'> {
  return {
    issueBatches: {
      async send(caller, rows, idempotencyKey) {
        const by = { department: departmentOf(caller), actor: actorOf(caller), case: caller.case };
        const { batch, repeated } = await receiveRows(deps, { ...rows, ...by, idempotencyKey });
        return { ...(await viewOfBatch(deps, batch)), repeated };
      },
      dryRun: (caller, rows) => dryRun(deps, { ...rows, department: departmentOf(caller) }),
      list: (caller, page) => listIssueBatches(deps, departmentOf(caller), page),
      read: (caller, id) => readIssueBatch(deps, id, departmentOf(caller)),
      results: (caller, id, order) => readResults(deps, { ...order, id, department: departmentOf(caller) }),
      async follow(caller, id, signal) {
        const department = departmentOf(caller);
        // Refused before the stream begins.
        await issueBatch(deps, id, department);
        const pace = { everyMs: PROGRESS_EVERY_MS, idleMs: PROGRESS_IDLE_MS, signal };
        return followIssueBatch(deps, { id, department }, pace);
      },
      async cancel(caller, id) {
        const by = { department: departmentOf(caller), actor: actorOf(caller) };
        await cancelIssueBatch(deps, id, by);
        return readIssueBatch(deps, id, by.department);
      },
    },
  };
}
