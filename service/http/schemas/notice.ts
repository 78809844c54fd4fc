import { z } from 'zod';
import { textSchema, unixSchema, uuidSchema } from './basic.ts';

const statuses = ['valid', 'suspended', 'revoked', 'superseded'] as const;

const deliverySchema = z
  .object({
    state: z.enum(['pending', 'delivered', 'dead']),
    attempts: z.int().min(0),
    nextAt: unixSchema.optional(),
    at: unixSchema.optional(),
    trouble: z.string().optional(),
  })
  .meta({ id: 'Delivery', description: 'How far the webhook is.' });

export const noticeSchema = z
  .object({
    id: uuidSchema,
    relier: z.string(),
    case: z.string(),
    reliance: uuidSchema,
    licence: z.string(),
    action: z.enum(['suspend', 'reinstate', 'revoke', 'supersede']),
    from: z.enum(statuses),
    to: z.enum(statuses),
    reason: z.string(),
    height: z.int().min(0),
    supersededBy: z.string().optional(),
    at: unixSchema,
    delivery: deliverySchema.optional(),
  })
  .meta({ id: 'Notice', description: 'A certificate that a case rests on changed its status.' });

export const inboxSchema = z
  .object({
    notices: z.array(noticeSchema),
    seen: uuidSchema.nullable().meta({ description: 'The notice up to which the inbox is marked as seen.' }),
  })
  .meta({ id: 'Inbox' });

export const noticesSeenSchema = z.strictObject({ through: uuidSchema }).meta({ id: 'NoticesSeen' });

export const noticesSchema = z.object({ notices: z.array(noticeSchema) }).meta({ id: 'Notices' });

export const webhookRequestSchema = z
  .strictObject({ url: textSchema(500).nullable().meta({ description: 'null takes the webhook back.' }) })
  .meta({ id: 'WebhookRequest' });

export const webhookSchema = z.object({ url: z.string().nullable() }).meta({ id: 'Webhook' });

export const jwksSchema = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        kid: z.string().meta({ description: 'RFC 7638 thumbprint; partners know it as serviceKeyThumbprint.' }),
        use: z.literal('sig'),
        alg: z.literal('ES256'),
      }),
    ),
  })
  .meta({ id: 'JwkSet' });
