import { z } from 'zod';
import { caseSchema, jsonObjectSchema, unixSchema, uuidSchema } from './basic.ts';

const jwsSchema = z.string().meta({
  description: 'Compact JWS of typ verification-receipt+jwt, signed by the key of /.well-known/jwks.json.',
});

/** Of a verification that has just been made. */
export const madeReceiptSchema = z
  .object({
    id: uuidSchema.optional().meta({ description: 'Under /v1/receipts; only with a case.' }),
    jws: jwsSchema,
  })
  .meta({ id: 'MadeReceipt' });

export const archiveSchema = z
  .object({
    v: z.literal(1),
    kind: z.literal('verification-archive'),
    artefact: z.string(),
    evidence: jsonObjectSchema.nullable(),
    trustedPoint: jsonObjectSchema.nullable(),
    receipt: z.string(),
  })
  .meta({
    id: 'VerificationArchive',
    description:
      'Personal data: all that is needed to do the verification again without any service (npm run verify -- FILE). The service does not keep it.',
  });

export const receiptSchema = z
  .object({ id: uuidSchema, case: caseSchema, at: unixSchema, jws: jwsSchema })
  .meta({ id: 'Receipt', description: 'Digests and outcome of a verification; nothing that was verified.' });
