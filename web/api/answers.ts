import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type Bilingual = Schemas['Bilingual'];
export type Reason = Schemas['Reasons']['reasons'][number];
export type Chains = Schemas['Chains'];
export type ChainView = Chains['chains'][number];
export type AnchorView = Chains['anchors'][number];
export type HeldCertificate = Schemas['Certificate'];
export type CertificateStatus = HeldCertificate['status'];
export type Access = Schemas['Access'];
export type Department = Schemas['Types']['departments'][number];
export type CertificateType = Schemas['Types']['types'][number];

/** A claim of a certificate or a field of a record: what a page needs to label and word its value. */
export type ClaimSchema = {
  type: string;
  zh: string;
  en: string;
  /** Whether the holder may withhold it. */
  disclosable?: boolean;
  codes?: Record<string, Bilingual>;
  members?: Record<string, ClaimSchema>;
};

export type Catalogue = {
  types: CertificateType[];
  domains: { code: string; name: Bilingual; owner: string; fields: Record<string, ClaimSchema> }[];
  departments: Department[];
};

/** A record of the person with its proof, and the service's own verdict on it. */
export type HeldRecord = Schemas['Holdings']['records'][number];
