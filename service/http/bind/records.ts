import { publishRecords } from '../../app/records/publish-records.ts';
import type { PublishDependencies } from '../../app/records/publish-records.ts';
import { queryRecords } from '../../app/records/query-records.ts';
import type { QueryDependencies } from '../../app/records/query-records.ts';
import type { Services } from '../services.ts';

type Records = Pick<Services, 'publishRecords' | 'queryRecords'>;

/** Records in the API's shapes. @param waitMs the longest wait for the chain */
export function bindRecords(deps: PublishDependencies & QueryDependencies, waitMs: number): Records {
  return {
    async publishRecords(caller, batch, idempotencyKey) {
      const department = caller.department as string;
      const row = await publishRecords(deps, { department, batch, idempotencyKey, waitMs });
      const { id: commit, epoch, newRoot: root, height } = row;
      return epoch !== undefined && root !== undefined && height !== undefined
        ? { commit, epoch, root, height }
        : { commit, state: row.state === 'sent' ? 'sent' : 'accepted' };
    },
    queryRecords: (caller, query) => {
      const { fields, ...rest } = query;
      return queryRecords(deps, caller, { ...rest, ...(fields === undefined ? {} : { fields }) });
    },
  };
}
