import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type Bilingual = Schemas['Bilingual'];
export type Reason = Schemas['Reasons']['reasons'][number];
export type Chains = Schemas['Chains'];
export type ChainView = Chains['chains'][number];
export type Queues = Chains['queues'];
export type AnchorView = Chains['anchors'][number];
export type HeldCertificate = Schemas['Certificate'];
export type CertificateStatus = HeldCertificate['status'];
export type Access = Schemas['Access'];
export type Register = Schemas['IssueBatch'];
export type DryRun = Schemas['DryRun'];
export type RowResult = Schemas['RowResult'];
export type StatusReason = Schemas['Types']['statusReasons'][number];
export type Selection = Schemas['Selection'];
export type StatusOrder = Schemas['StatusPreviewRequest'];
export type StatusPreview = Schemas['StatusPreview'];
export type StatusBatch = Schemas['StatusBatch'];
export type Notice = Schemas['Notice'];
export type Inbox = Schemas['Inbox'];
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
  statusReasons: StatusReason[];
};

/** A record of the person with its proof, and the service's own verdict on it. */
export type HeldRecord = Schemas['Holdings']['records'][number];
