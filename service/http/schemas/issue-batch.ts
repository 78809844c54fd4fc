import { z } from 'zod';
import { textSchema, unixSchema, uuidSchema } from './basic.ts';

const countSchema = z.int().min(0);

const batchShape = {
  id: uuidSchema,
  state: z.enum(['receiving', 'issuing', 'done', 'cancelled']).meta({
    description: 'receiving until the whole register has come; issuing until every accepted row is settled.',
  }),
  type: z.string(),
  format: z.enum(['ndjson', 'csv']),
  createdAt: unixSchema,
  received: countSchema.meta({ description: 'Rows that are durable; an upload that broke goes on after them.' }),
  accepted: countSchema,
  rejected: countSchema,
  duplicates: countSchema.meta({ description: 'Rows that are certificates already; nothing was issued for them.' }),
  waiting: countSchema,
  anchored: countSchema,
  issued: countSchema,
  failed: countSchema,
  cancelled: countSchema,
};

export const issueBatchSchema = z
  .object(batchShape)
  .meta({ id: 'IssueBatch', description: 'A register of many rows.' });

export const issueBatchesSchema = z.object({ batches: z.array(issueBatchSchema) }).meta({ id: 'IssueBatches' });

export const issueBatchReceivedSchema = z
  .object({
    ...batchShape,
    repeated: countSchema.meta({ description: 'Rows of this request that were durable before it.' }),
  })
  .meta({ id: 'IssueBatchReceived' });

const rowErrorSchema = z
  .object({
    code: z.string(),
    path: z.string().meta({ description: 'JSON pointer into the row; empty: the row itself.' }),
    message: z.string(),
  })
  .meta({ id: 'RowError' });

const rowNumber = z.int().min(1).meta({ description: 'From 1; a CSV header is no row.' });

export const dryRunSchema = z
  .object({
    rows: countSchema,
    acceptable: countSchema,
    rejected: countSchema,
    duplicates: countSchema,
    faults: z.record(z.string(), countSchema).meta({ description: 'How often each code occurs.' }),
    errors: z.array(z.object({ row: rowNumber, errors: z.array(rowErrorSchema) })).max(1000),
  })
  .meta({ id: 'DryRun', description: 'What a register would become; nothing was stored.' });

export const rowResultSchema = z
  .object({
    row: rowNumber,
    state: z.enum(['rejected', 'duplicate', 'accepted', 'anchored', 'issued', 'failed', 'cancelled']),
    id: uuidSchema.optional().meta({ description: 'The certificate; of a duplicate, the one it repeats.' }),
    licence: z.string().optional(),
    errors: z.array(rowErrorSchema).optional(),
    reason: z.string().optional(),
    certificate: z.string().optional(),
  })
  .meta({ id: 'RowResult' });

const wholeNumber = z.string().regex(/^(?:0|[1-9][0-9]{0,9})$/);
const yesOrNo = z.enum(['true', 'false']);

export const sendRowsQuerySchema = z.strictObject({
  type: textSchema(64).meta({ description: 'Code of a certificate type of /v1/types.' }),
  from: wholeNumber.optional().meta({ description: 'Rows left out because they are durable: 0, or `received`.' }),
  dryRun: yesOrNo.optional().meta({ description: 'true: only check.' }),
});

export const resultsQuerySchema = z.strictObject({
  after: wholeNumber.optional().meta({ description: 'Results up to this row are left out.' }),
  certificates: yesOrNo.optional().meta({ description: 'true: with the texts of issued certificates.' }),
});

export const issueBatchesQuerySchema = z.strictObject({
  before: uuidSchema.optional().meta({ description: 'Id of the oldest register seen.' }),
  limit: z
    .string()
    .regex(/^(?:[1-9][0-9]?|100)$/)
    .optional()
    .meta({ description: 'Default 20, at most 100.' }),
});
