import { z } from 'zod';
import { caseSchema, hash32Schema, textSchema, unixSchema, usccSchema, uuidSchema } from './basic.ts';

/** So many ids fit into the largest body; a query may choose more. */
const MAX_LISTED = 5_000;

const nameSchema = z
  .union([uuidSchema, textSchema(100)])
  .meta({ description: 'Id of a certificate, or its licence identifier (电子证照标识).' });

const selectionSchema = z
  .union([
    z.strictObject({ certificates: z.array(nameSchema).min(1).max(MAX_LISTED) }),
    z.strictObject({
      type: textSchema(64),
      acceptedFrom: unixSchema,
      acceptedThrough: unixSchema,
      status: z.enum(['valid', 'suspended']).optional(),
    }),
  ])
  .meta({ id: 'Selection', description: 'A list of certificates, or all issued ones of a type accepted in a time.' });

const orderShape = {
  action: z.enum(['suspend', 'reinstate', 'revoke']),
  reason: textSchema(64),
  case: caseSchema.optional(),
  selection: selectionSchema,
};

export const statusPreviewRequestSchema = z.strictObject(orderShape).meta({ id: 'StatusPreviewRequest' });

export const statusPreviewSchema = z
  .object({
    digest: hash32Schema.meta({ description: 'Of exactly this change; the confirmation names it.' }),
    count: z.int().min(0),
    certificates: z.array(uuidSchema).meta({ description: 'The first hundred that would be changed.' }),
    excluded: z.array(
      z.object({ certificate: z.string().meta({ description: 'As it was named.' }), code: z.string() }),
    ),
  })
  .meta({ id: 'StatusPreview', description: 'What would be changed now; nothing is.' });

export const statusBatchRequestSchema = z
  .strictObject({ ...orderShape, digest: hash32Schema })
  .meta({ id: 'StatusBatchRequest' });

export const statusBatchAcceptedSchema = z
  .object({ id: uuidSchema, total: z.int().min(1) })
  .meta({ id: 'StatusBatchAccepted' });

export const statusBatchSchema = z
  .object({
    id: uuidSchema,
    department: usccSchema,
    actor: z.string(),
    action: z.enum(['suspend', 'reinstate', 'revoke']),
    reason: z.string(),
    case: z.string().optional(),
    digest: hash32Schema,
    createdAt: unixSchema,
    total: z.int(),
    changed: z.int().meta({ description: 'Final on the chain.' }),
    pending: z.int(),
    refused: z.array(z.object({ certificate: uuidSchema, code: z.string() })),
  })
  .meta({ id: 'StatusBatch' });
