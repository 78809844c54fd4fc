import type { IssuingDeps } from '../../app/issuing/deps.ts';
import { confirmBatch } from '../../app/status-batches/confirm-batch.ts';
import { previewBatch } from '../../app/status-batches/preview-batch.ts';
import { readStatusBatch } from '../../app/status-batches/read-batch.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Caller } from '../../ports/tokens.ts';
import type { Services } from '../services.ts';

/** The parser of tokens lets no department in without one. */
const departmentOf = (caller: Caller): string => caller.department as string;
const SHOWN = 100;

/** Changes of many in the API's shapes. */
export function bindStatusBatches(deps: IssuingDeps): Services['statusBatches'] {
  return {
    async preview(caller, body) {
      const order = { ...body, case: body.case ?? caller.case, department: departmentOf(caller) };
      const { digest, certificates, excluded } = await previewBatch(deps, order);
      return { digest, count: certificates.length, certificates: certificates.slice(0, SHOWN), excluded };
    },
    async confirm(caller, body, idempotencyKey) {
      const id = await confirmBatch(deps, {
        ...body,
        case: body.case ?? caller.case,
        digest: body.digest.toLowerCase() as Hex,
        department: departmentOf(caller),
        actor: `${caller.role}/${caller.subject}`,
        idempotencyKey,
      });
      const { total } = await readStatusBatch(deps, id, departmentOf(caller));
      return { id, total };
    },
    read: (caller, id) => readStatusBatch(deps, id, caller.role === 'auditor' ? undefined : departmentOf(caller)),
  };
}
