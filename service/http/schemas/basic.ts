import { z } from 'zod';

/** Requests use strict objects (unknown members are refused); answers use open ones (within v1 only additions). */

export const hexSchema = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
  .meta({ description: 'Bytes in hexadecimal with 0x.' });

export const hash32Schema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .meta({ description: '32 bytes in hexadecimal with 0x.' });

export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .meta({ description: 'A contract or account, 20 bytes in hexadecimal with 0x.' });

export const caip2Schema = z
  .string()
  .regex(/^eip155:[1-9][0-9]{0,15}$/)
  .meta({ description: 'A chain by its CAIP-2 name.', examples: ['eip155:370500'] });

export const usccSchema = z
  .string()
  .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/)
  .meta({ description: '统一社会信用代码 (GB 32100).' });

export const unixSchema = z.int().min(0).max(253_402_300_799).meta({ description: 'Unix seconds.' });

export const base64urlSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .meta({ description: 'Base64url without padding.' });

export const bilingualSchema = z
  .object({ zh: z.string(), en: z.string() })
  .meta({ id: 'Bilingual', description: 'A text for people, Chinese first.' });

export const uuidSchema = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  .meta({ description: 'A UUID in lower case.' });

/**
 * A case number. It stands readable in the log for ever, so it has no room for a name, and no run of digits as long as the
 * number of a person or a telephone.
 */
export const caseSchema = z
  .string()
  .regex(/^(?!.*\d{11})[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/)
  .meta({
    description:
      'Number of the case: letters, digits and . _ / - (64 at most, fewer than 11 digits in a row); never a name or a number of a person.',
  });

export const textSchema = (maxLength: number) => z.string().min(1).max(maxLength);

/** A free JSON object whose members the use case checks against data (claims of a type, fields of a domain). */
export const jsonObjectSchema = z.record(z.string().max(200), z.unknown());

export const p256JwkSchema = z
  .strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  })
  .meta({ id: 'P256Jwk', description: 'A P-256 public key (RFC 7518 section 6.2.1).' });

export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'urn:zhenglian:problem:<code>' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'urn:zhenglian:request:<request id>' }),
    code: z.string().meta({ description: 'Stable; see service/data/problems.json.' }),
    next: bilingualSchema,
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'A refusal (RFC 9457).' });
