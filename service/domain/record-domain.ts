import type { Bilingual } from './certificate-type.ts';

/**
 * One field of a record domain's schema: a small subset of JSON Schema plus labels. `date` is YYYY-MM-DD, `month`
 * YYYY-MM, both strings; money is a `number` in yuan with at most two decimals. `object` and `list` (of objects) carry
 * the schema of their members.
 */
export type RecordField = {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'month' | 'object' | 'list';
  required: boolean;
  zh: string;
  en: string;
  /** Strings only: the permitted codes with their meaning. */
  codes?: Record<string, Bilingual>;
  /** Strings: code points, 200 when absent; lists: items, 600 when absent. */
  maxLength?: number;
  /** Numbers only, inclusive. */
  minimum?: number;
  maximum?: number;
  /** `object`: its members; `list`: the members of each item. */
  members?: Record<string, RecordField>;
  /** The record's person: filled in when absent, refused when another. */
  subject?: 'number';
};

/**
 * A domain of records as data (service/data/record-domains.json is a `RecordDomain[]`). A field's index in the record
 * leaf's field tree is its position in `fields`, so a schema's fields are never reordered: another order or set is
 * another `schemaVersion`. A domain without fields (`log`) takes no records.
 */
export type RecordDomain = {
  code: string;
  name: Bilingual;
  /** The `kind` of department in charge of it in every region. */
  owner: string;
  schemaVersion: number;
  fields: Record<string, RecordField>;
};

/** `https://dongying.example/domains/housing-fund/schema/1`: names the order and meaning of a leaf's fields. */
export function schemaUri(base: string, domain: { code: string; schemaVersion: number }): string {
  return `${base}/domains/${domain.code}/schema/${domain.schemaVersion}`;
}
