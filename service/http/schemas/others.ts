import { z } from 'zod';
import type { RecordField } from '../../domain/record-domain.ts';
import {
  base64urlSchema,
  bilingualSchema,
  caip2Schema,
  textSchema,
  unixSchema,
  usccSchema,
  uuidSchema,
} from './basic.ts';
import { certificateSchema } from './certificate.ts';
import { queueSchema } from './chain.ts';
import { recordAnswerSchema } from './record.ts';
import { verdictSchema } from './verdict.ts';

export const healthSchema = z
  .object({
    status: z.enum(['ready', 'starting', 'degraded']),
    region: z.string(),
    caip2: caip2Schema,
    chain: z.object({ height: z.int().min(0), attestedHeight: z.int().min(0), ageSeconds: z.int().min(0) }).nullable(),
    outbox: queueSchema,
    issuing: queueSchema.meta({
      description: 'Certificates accepted and not yet issued, and how long the oldest has waited.',
    }),
    version: z.string(),
  })
  .meta({ id: 'Health' });

const claimSchema = z
  .object({
    type: z.enum(['string', 'integer', 'number', 'boolean', 'date', 'month']),
    required: z.boolean(),
    disclosable: z.boolean(),
    zh: z.string(),
    en: z.string(),
    maxLength: z.int().optional(),
    enum: z.array(z.string()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    subject: z.literal('number').optional(),
  })
  .meta({ id: 'ClaimSchema' });

/** Nested as records are: an object's members and a list's items have fields of their own. */
const recordFieldSchema: z.ZodType<RecordField> = z
  .lazy(() =>
    z.object({
      type: z.enum(['string', 'integer', 'number', 'boolean', 'date', 'month', 'object', 'list']),
      required: z.boolean(),
      zh: z.string(),
      en: z.string(),
      codes: z.record(z.string(), bilingualSchema).optional(),
      maxLength: z.int().optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      members: z.record(z.string(), recordFieldSchema).optional(),
      subject: z.literal('number').optional(),
    }),
  )
  .meta({ id: 'RecordField' });

export const typesSchema = z
  .object({
    types: z.array(
      z.object({
        code: z.string(),
        major: z.int(),
        name: bilingualSchema,
        owner: z.string(),
        typeCode: z.string(),
        claims: z.record(z.string(), claimSchema),
        validityMonths: z.int().nullable(),
      }),
    ),
    domains: z.array(
      z.object({
        code: z.string(),
        name: bilingualSchema,
        owner: z.string(),
        schemaVersion: z.int(),
        fields: z.record(z.string(), recordFieldSchema),
      }),
    ),
    departments: z.array(z.object({ uscc: usccSchema, kind: z.string(), name: bilingualSchema })),
    statusReasons: z
      .array(
        z.object({
          code: z.string(),
          actions: z.array(z.enum(['suspend', 'reinstate', 'revoke', 'supersede'])),
          zh: z.string(),
          en: z.string(),
        }),
      )
      .meta({ description: 'Reasons of status changes, and the actions each may stand for.' }),
  })
  .meta({ id: 'Types' });

export const accessSchema = z
  .object({
    at: unixSchema,
    who: z.string(),
    role: z.string(),
    basis: z.string(),
    case: z.string(),
    what: bilingualSchema,
  })
  .meta({ id: 'Access', description: 'One look at a citizen’s data, in words.' });

export const holdingsSchema = z
  .object({
    person: uuidSchema,
    name: z.string(),
    certificates: z.array(certificateSchema),
    records: z.array(z.object({ domain: z.string(), answer: recordAnswerSchema, verdict: verdictSchema })),
    accesses: z.array(accessSchema),
  })
  .meta({ id: 'Holdings' });

/** `370500.0193…`: the region's digits make the id resolvable from any region. */
export const presentationIdSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,15}\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  .meta({ description: '<digits of the region>.<uuid>' });

/** 64 KB of bytes in base64url. */
const MAX_CIPHERTEXT_CHARACTERS = Math.ceil((64 * 1024 * 4) / 3);

export const presentationRequestSchema = z
  .strictObject({ audience: textSchema(300).meta({ description: 'Who is shown to: `<base>/windows` of a city.' }) })
  .meta({ id: 'PresentationRequest' });

export const presentationOpenedSchema = z
  .object({ id: presentationIdSchema, nonce: base64urlSchema, audience: z.string(), expiresAt: unixSchema })
  .meta({ id: 'PresentationOpened' });

export const presentationContentSchema = z
  .strictObject({ ciphertext: base64urlSchema.min(1).max(MAX_CIPHERTEXT_CHARACTERS) })
  .meta({
    id: 'PresentationContent',
    description: 'AES-256-GCM: iv 12 bytes, ciphertext, tag; the key never reaches a service.',
  });

export const presentationSchema = z
  .object({ ciphertext: base64urlSchema, nonce: base64urlSchema, audience: z.string(), expiresAt: unixSchema })
  .meta({ id: 'Presentation' });

export const eventsSchema = z
  .object({
    events: z.array(
      z.object({
        seq: z.int().min(0),
        at: unixSchema,
        type: z.string(),
        v: z.int(),
        subject: z.string(),
        actor: z.string(),
        basis: z.string().optional(),
        case: z.string().optional(),
        facts: z.record(z.string(), z.unknown()).optional(),
        prev: z.string(),
        hash: z.string(),
      }),
    ),
    head: z.object({ seq: z.int().min(0), hash: z.string() }),
  })
  .meta({ id: 'Events', description: 'The log without its sealed parts.' });

export const developmentCitizensSchema = z
  .object({ citizens: z.array(z.object({ person: uuidSchema, name: z.string(), number: z.string() })) })
  .meta({ id: 'DevelopmentCitizens' });

export const developmentTokenRequestSchema = z
  .strictObject({
    role: z.enum(['clerk', 'department', 'partner', 'citizen', 'auditor', 'operator']),
    department: usccSchema.optional(),
    person: uuidSchema.optional(),
  })
  .meta({ id: 'DevelopmentTokenRequest' });

export const tokenSchema = z.object({ token: z.string(), expiresAt: unixSchema }).meta({ id: 'Token' });
