import { z } from 'zod';
import {
  caip2Schema,
  caseSchema,
  hash32Schema,
  jsonObjectSchema,
  textSchema,
  unixSchema,
  uuidSchema,
} from './basic.ts';
import { archiveSchema, madeReceiptSchema } from './receipt.ts';

/** An SD-JWT VC with a photograph-free payload is about 6 KB; a record answer about 20 KB. */
const MAX_ARTEFACT_CHARACTERS = 200 * 1024;

export const verificationRequestSchema = z
  .strictObject({
    artefact: z.string().max(MAX_ARTEFACT_CHARACTERS).meta({ description: 'The text as it was received.' }),
    policy: z.enum(['window', 'presentation', 'self']).optional().meta({ description: 'Default: window.' }),
    holder: z
      .strictObject({ audience: textSchema(500), nonce: textSchema(200) })
      .optional()
      .meta({ description: 'What the holder was asked to sign; required by the policy presentation.' }),
    asOf: unixSchema.optional().meta({
      description: 'The verdict is to speak of that time, by the chain of status changes; not later than now.',
    }),
    statusList: z.string().max(MAX_ARTEFACT_CHARACTERS).optional().meta({
      description:
        'A Token Status List (statuslist+jwt) to compare with the chain; without it a partner’s is fetched where it answers.',
    }),
    receipt: z.boolean().optional().meta({
      description: 'true: with a signed receipt, and the archive by which it can be checked again years later.',
    }),
    case: caseSchema.optional().meta({
      description: 'The matter that will rest on it; needs a token of a clerk, department or partner.',
    }),
  })
  .meta({ id: 'VerificationRequest' });

const checkSchema = z
  .object({
    check: z.enum([
      'form',
      'algorithm',
      'typ',
      'disclosure',
      'issuer',
      'key',
      'authority',
      'anchor',
      'chain',
      'status',
      'validity',
      'holder',
      'schema',
      'policy',
      'record',
    ]),
    outcome: z.enum(['passed', 'failed', 'undetermined', 'notApplicable']),
    code: z.string(),
    detail: z.string().optional(),
    asOf: unixSchema.optional(),
    evidence: jsonObjectSchema.optional(),
  })
  .meta({ id: 'Check' });

const verdictShape = {
  verdict: z.enum(['valid', 'invalid', 'undetermined']),
  codes: z.array(z.string()).meta({ description: 'Reason codes, the deciding one first.' }),
  checks: z.array(checkSchema),
  notices: z.array(z.string()),
  region: z.string().optional(),
  evidence: z
    .object({
      chain: caip2Schema,
      height: z.int().min(0),
      blockHash: hash32Schema,
      blockTime: unixSchema,
      statementTime: unixSchema,
      ageSeconds: z.int(),
      maxAgeSeconds: z.int().meta({ description: 'How old it may be.' }),
      offline: z.literal(true).optional(),
      quorum: z.int(),
      votes: z.int(),
      development: z.boolean(),
    })
    .optional(),
  claims: jsonObjectSchema.optional(),
  checkedAt: unixSchema,
  asOf: unixSchema.optional().meta({ description: 'The verdict speaks of this time, as asked, and not of checkedAt.' }),
};

export const verdictSchema = z.object(verdictShape).meta({ id: 'Verdict' });

export const verificationSchema = z
  .object({
    ...verdictShape,
    reasons: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
    supersededBy: z.string().optional().meta({ description: 'Licence identifier of what replaced it.' }),
    receipt: madeReceiptSchema.optional(),
    archive: archiveSchema.optional(),
    reliance: uuidSchema.optional().meta({
      description: 'A valid certificate of this region and a case were given: its later changes come to /v1/notices.',
    }),
  })
  .meta({ id: 'Verification', description: 'A verdict with the meaning of every code in it.' });

export const reasonsSchema = z
  .object({
    reasons: z.array(
      z.object({
        code: z.string(),
        verdict: z.enum(['valid', 'invalid', 'undetermined']),
        zh: z.object({ meaning: z.string(), next: z.string() }),
        en: z.object({ meaning: z.string(), next: z.string() }),
        reference: z.string(),
      }),
    ),
  })
  .meta({ id: 'Reasons' });

export const supersessionParamsSchema = z.strictObject({ leaf: hash32Schema });

export const supersessionQuerySchema = z.strictObject({
  chain: caip2Schema.optional().meta({ description: 'Of the certificate; home when absent.' }),
});

export const supersessionSchema = z
  .object({ supersededBy: z.string().nullable().meta({ description: 'Its licence identifier (电子证照标识).' }) })
  .meta({ id: 'Supersession' });
