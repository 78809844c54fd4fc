import { z } from 'zod';
import {
  base64urlSchema,
  caip2Schema,
  caseSchema,
  hash32Schema,
  jsonObjectSchema,
  p256JwkSchema,
  textSchema,
  unixSchema,
  uuidSchema,
} from './basic.ts';
import { subjectSchema } from './certificate.ts';

const MAX_RECORDS = 500;

export const recordsRequestSchema = z
  .strictObject({
    domain: textSchema(64),
    asOf: unixSchema,
    coverage: z.strictObject({ from: unixSchema, through: unixSchema }),
    records: z
      .array(z.strictObject({ subject: subjectSchema, fields: jsonObjectSchema }))
      .min(1)
      .max(MAX_RECORDS),
  })
  .meta({ id: 'RecordsRequest', description: 'One batch of records of a domain, committed to its map as one epoch.' });

export const recordsCommittedSchema = z
  .object({ commit: uuidSchema, epoch: z.int().min(0), root: hash32Schema, height: z.int().min(0) })
  .meta({ id: 'RecordsCommitted' });

export const recordsAcceptedSchema = z
  .object({ commit: uuidSchema, state: z.enum(['accepted', 'sent']) })
  .meta({ id: 'RecordsAccepted' });

export const recordQuerySchema = z
  .strictObject({
    domain: textSchema(64),
    subject: subjectSchema,
    fields: z.array(textSchema(64)).max(64).optional(),
    basis: z.strictObject({ kind: z.enum(['holder', 'statutory', 'consent']), reference: textSchema(200) }),
    case: caseSchema,
  })
  .meta({ id: 'RecordQuery', description: 'No case, no query; the citizen sees every one.' });

export const recordAnswerSchema = z
  .object({
    v: z.literal(1),
    kind: z.literal('record-answer'),
    chain: caip2Schema,
    domain: z.string(),
    subject: z.object({ idType: z.int(), number: z.string() }),
    vrf: z.object({ publicKey: p256JwkSchema, proof: base64urlSchema, epoch: z.int().min(0) }),
    epoch: z.int().min(0).optional().meta({ description: 'The commit the proof was made for.' }),
    map: z.object({
      siblings: z.array(base64urlSchema),
      found: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('leaf') }),
        z.object({ kind: z.literal('empty') }),
        z.object({ kind: z.literal('other'), key: base64urlSchema, hash: base64urlSchema }),
      ]),
    }),
    leaf: z
      .object({
        version: z.int(),
        asOf: unixSchema,
        flags: z.int(),
        previousLeaf: base64urlSchema,
        fieldRoot: base64urlSchema,
        schema: z.string(),
        size: z.int(),
        fields: z.array(
          z.object({
            index: z.int(),
            name: z.string(),
            value: z.unknown(),
            salt: base64urlSchema,
            proof: z.array(base64urlSchema),
          }),
        ),
      })
      .optional(),
  })
  .meta({
    id: 'RecordAnswer',
    description: 'Proof of presence or absence in the domain map; the root comes from the chain.',
  });
