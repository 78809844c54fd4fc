import type { RowError } from '../../domain/bulk/read-row.ts';
import { typeInCharge } from '../issuing/accept-certificate.ts';
import { chooseRows } from './choose-rows.ts';
import type { BulkDeps } from './deps.ts';
import type { RowsOrder } from './receive-rows.ts';
import { sentRows } from './sent-rows.ts';

/** What a register would become. Rows count from 1, as a person counts them; a CSV header is none. */
export type DryRun = {
  rows: number;
  acceptable: number;
  rejected: number;
  duplicates: number;
  /** How often each fault occurs. */
  faults: Record<string, number>;
  /** The first faulty rows. */
  errors: { row: number; errors: RowError[] }[];
};

const MAX_ERRORS = 1000;
/** Natural keys remembered to find the same row twice; beyond it only those already issued are found. */
const MAX_SEEN = 2_000_000;

/**
 * Checks a register as it would be when issued, and stores nothing.
 *
 * @throws CertificateTypeUnknown, NotInCharge, HeaderInvalid, RowEndless, IssueBatchTooLong
 */
export async function dryRun(
  deps: BulkDeps,
  order: Pick<RowsOrder, 'department' | 'type' | 'format' | 'stream'>,
): Promise<DryRun> {
  const { department, format } = order;
  const type = typeInCharge(deps, department, order.type);
  const report: DryRun = { rows: 0, acceptable: 0, rejected: 0, duplicates: 0, faults: {}, errors: [] };
  const seen = new Map<string, string>();
  for await (const { from, packed, columns } of sentRows(order.stream, format, type, deps.bulkLimits)) {
    const count = packed.ends.length;
    const checked = await deps.workshop.check({ department, type, columns, now: deps.clock.now(), rows: packed });
    const { chosen, rejected, duplicates } = await chooseRows(deps, checked, seen.size < MAX_SEEN ? seen : new Map());
    report.rows += count;
    report.acceptable += chosen.length;
    report.rejected += rejected.length;
    report.duplicates += duplicates.length;
    for (const { row, errors } of rejected) {
      for (const { code } of errors) report.faults[code] = (report.faults[code] ?? 0) + 1;
      if (report.errors.length < MAX_ERRORS) report.errors.push({ row: from + row + 1, errors });
    }
  }
  return report;
}
