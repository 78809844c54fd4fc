import { z } from 'zod';
import type { TrustedPoint } from '../../verify/types.ts';

const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]);
const address = z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)]);
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const height = z.int().min(0);

/**
 * A trusted point as files and the PartnerRegistry hold it. Strict: what is believed has no members that nobody
 * understood.
 */
export const trustedPointSchema = z.strictObject({
  caip2: z.string().regex(/^eip155:[1-9][0-9]{0,15}$/),
  name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  base: z.string().regex(/^https:\/\/[a-z0-9.-]+(:[0-9]+)?$/),
  genesisHash: hash,
  contracts: z.strictObject({
    council: address,
    accessManager: address,
    authorityRegistry: address,
    certificateAnchors: address,
    recordRegistry: address,
    useLedger: address,
    partnerRegistry: address,
  }),
  scheme: z.enum(['attested', 'qbft']),
  validators: z
    .array(
      z.strictObject({
        key: z.union([
          z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
          address,
        ]),
        fromHeight: height,
        toHeight: height.optional(),
      }),
    )
    .min(1)
    .max(1000),
  rootX5tS256: z.array(coordinate).min(1).max(20),
  maxAgeSeconds: z.int().min(1),
  trustPeriodSeconds: z.int().min(1),
  development: z.boolean(),
}) satisfies z.ZodType<TrustedPoint>;
