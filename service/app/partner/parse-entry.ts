import { z } from 'zod';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import type { TrustedPoint } from '../../verify/types.ts';
import { trustedPointSchema } from './trusted-point-schema.ts';

/** What the Council said of a partner: its trusted point, and the thumbprint of the key its service signs with. */
export type PartnerAdmission = { serviceKeyThumbprint: string; trustedPoint: TrustedPoint };

const entrySchema = z.strictObject({
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  serviceKeyThumbprint: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  trustedPoint: trustedPointSchema,
});

/**
 * Reads an entry of the PartnerRegistry: canonical JSON (RFC 8785) `{name, serviceKeyThumbprint, trustedPoint}` about the
 * chain under whose id it stands. Undefined when it is anything else: what the Council admitted that way is of no use.
 */
export function parsePartnerEntry(chainId: number, entry: string): PartnerAdmission | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(entry) as JsonValue;
    if (canonicalJson(value) !== entry) return undefined;
  } catch {
    return undefined;
  }
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { serviceKeyThumbprint, trustedPoint } = parsed.data;
  return trustedPoint.caip2 === `eip155:${chainId}` ? { serviceKeyThumbprint, trustedPoint } : undefined;
}
