import type { P256Jwk } from './holder-key.ts';

/** A text for people, Chinese first. */
export type Bilingual = { zh: string; en: string };

/**
 * One claim of a certificate type: a small subset of JSON Schema plus labels. `date` is YYYY-MM-DD, `month` YYYY-MM;
 * both travel as strings. Money is a `number` in yuan with at most two decimals.
 */
export type ClaimSchema = {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'month';
  required: boolean;
  /** Whether the holder chooses if a verifier sees it (RFC 9901); otherwise it is always visible. */
  disclosable: boolean;
  zh: string;
  en: string;
  /** Strings only; counted in code points; 200 when absent. */
  maxLength?: number;
  /** Strings only: the permitted values, with their labels when they are codes. */
  enum?: string[];
  /** Numbers only, inclusive. */
  minimum?: number;
  maximum?: number;
  /** `number`: the value is the subject's document number: filled in when absent, refused when another. */
  subject?: 'number';
};

/**
 * A kind of certificate as data (service/data/certificate-types.json is a `CertificateType[]`). Its vct is
 * `<base>/types/<code>/<major>`.
 */
export type CertificateType = {
  /** Lower-case words with hyphens, unique together with `major`. */
  code: string;
  major: number;
  name: Bilingual;
  /** The `kind` of department that issues it in every region. */
  owner: string;
  /** GB/T 36904 type code: the USCC of the type's owner (18 characters) and 3 characters of [0-9A-Z]. */
  typeCode: string;
  /** In the order in which people read them; names are camelCase and no registered JWT or SD-JWT VC claim. */
  claims: Record<string, ClaimSchema>;
  /** How long one is valid when the request names no end; null: without end. */
  validityMonths: number | null;
};

/** A department of a region, as the region's data name it. `kind` is matched with `CertificateType.owner`. */
export type Department = { uscc: string; kind: string; name: Bilingual };

/** Binds an instance to the holder's key (RFC 7800). */
export type Confirmation = { jwk: P256Jwk };
