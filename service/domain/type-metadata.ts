import { utf8 } from '../proof/bytes.ts';
import { canonicalJson } from '../proof/canonical-json.ts';
import type { JsonObject } from '../proof/canonical-json.ts';
import type { Sha256 } from '../proof/primitives.ts';
import type { Bilingual, CertificateType } from './certificate-type.ts';
import { CARD_COLOURS, displayTemplate, templateUri } from './display-template.ts';
import { typeUri } from './region-data.ts';

/** A W3C SRI digest: `sha256-` and padded base64. */
const sri = (sha256: Sha256, text: string): string => `sha256-${btoa(String.fromCharCode(...sha256(utf8(text))))}`;

const labels = ({ zh, en }: Bilingual): JsonObject[] => [
  { locale: 'zh-CN', label: zh },
  { locale: 'en', label: en },
];

/**
 * The type metadata of a certificate type for wallets (SD-JWT VC, "Type Metadata"): names and labels in Chinese and
 * English, which claims the holder may keep, and how to draw it. It is served as its canonical JSON at the `vct`, because
 * certificates carry the digest of those bytes.
 */
export function typeMetadata(sha256: Sha256, base: string, type: CertificateType): JsonObject {
  const template = {
    uri: templateUri(base, type),
    'uri#integrity': sri(sha256, displayTemplate(type)),
    properties: { orientation: 'portrait', color_scheme: 'dark', contrast: 'high' },
  };
  const rendering = { simple: { ...CARD_COLOURS }, svg_templates: [template] };
  return {
    vct: typeUri(base, type),
    name: type.name.zh,
    description: type.name.en,
    display: [
      { locale: 'zh-CN', name: type.name.zh, rendering },
      { locale: 'en', name: type.name.en, rendering },
    ],
    claims: Object.entries(type.claims).map(([name, schema]) => ({
      path: [name],
      sd: schema.disclosable ? 'always' : 'never',
      svg_id: name,
      display: labels(schema),
    })),
  };
}

/** The bytes that a `vct` leads to. */
export function typeMetadataText(sha256: Sha256, base: string, type: CertificateType): string {
  return canonicalJson(typeMetadata(sha256, base, type));
}

const known = new WeakMap<CertificateType, Map<string, string>>();

/**
 * `vct#integrity` of a type: the digest of its metadata's canonical JSON. Every certificate needs it, so it is worked out
 * once for a type and base; types are data and do not change while the service runs.
 */
export function typeIntegrity(sha256: Sha256, base: string, type: CertificateType): string {
  const ofType = known.get(type) ?? new Map<string, string>();
  const integrity = ofType.get(base) ?? sri(sha256, typeMetadataText(sha256, base, type));
  known.set(type, ofType.set(base, integrity));
  return integrity;
}
