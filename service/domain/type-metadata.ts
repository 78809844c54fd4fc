import { utf8 } from '../proof/bytes.ts';
import { canonicalJson } from '../proof/canonical-json.ts';
import type { JsonObject } from '../proof/canonical-json.ts';
import type { Sha256 } from '../proof/primitives.ts';
import type { CertificateType } from './certificate-type.ts';
import { typeUri } from './region-data.ts';

/**
 * The type metadata of a certificate type for wallets (SD-JWT VC, "Type Metadata"). It is served as its canonical JSON,
 * because certificates carry the digest of those bytes.
 */
export function typeMetadata(base: string, type: CertificateType): JsonObject {
  return {
    vct: typeUri(base, type),
    name: type.name.zh,
    description: type.name.en,
    display: [
      { locale: 'zh-CN', name: type.name.zh },
      { locale: 'en', name: type.name.en },
    ],
    claims: Object.entries(type.claims).map(([name, schema]) => ({
      path: [name],
      sd: schema.disclosable ? 'always' : 'never',
      display: [
        { locale: 'zh-CN', label: schema.zh },
        { locale: 'en', label: schema.en },
      ],
    })),
  };
}

/** `vct#integrity` of a type: a W3C SRI digest, `sha256-` and padded base64, over the canonical JSON of its metadata. */
export function typeIntegrity(sha256: Sha256, base: string, type: CertificateType): string {
  const digest = sha256(utf8(canonicalJson(typeMetadata(base, type))));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}
