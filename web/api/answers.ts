import type { TrustedPoint, Verdict, VerdictWord } from '../../service/verify/index.ts';

export type Bilingual = { zh: string; en: string };

export type ClaimSchema = {
  type: string;
  zh: string;
  en: string;
  disclosable?: boolean;
  codes?: Record<string, Bilingual>;
  members?: Record<string, ClaimSchema>;
};
export type CertificateType = {
  code: string;
  major: number;
  name: Bilingual;
  owner: string;
  claims: Record<string, ClaimSchema>;
};
export type RecordDomain = { code: string; name: Bilingual; owner: string; fields: Record<string, ClaimSchema> };
export type Department = { uscc: string; kind: string; name: Bilingual };
export type Catalogue = { types: CertificateType[]; domains: RecordDomain[]; departments: Department[] };

export type Reason = {
  code: string;
  verdict: VerdictWord;
  zh: { meaning: string; next: string };
  en: { meaning: string; next: string };
  reference: string;
};

export type TrustedPoints = { trustedPoint: TrustedPoint; partners: TrustedPoint[] };

export type ChainView = {
  caip2: string;
  name: Bilingual;
  home: boolean;
  reachable: boolean;
  /** Public address of that city's pages. */
  pages?: string;
  head?: { height: number; hash: string; time: number; ageSeconds: number; votes: number };
  blocks?: { height: number; hash: string; time: number; transactions: number }[];
};
export type AnchorView = { id: string; department: string; type: string; size: number; height: number; time: number };
export type Chains = { chains: ChainView[]; anchors: AnchorView[] };

export type CertificateState = 'accepted' | 'anchored' | 'issued';
export type CertificateStatus = 'valid' | 'suspended' | 'revoked' | 'superseded';
export type HeldCertificate = {
  id: string;
  state: CertificateState;
  status: CertificateStatus;
  statusChangePending: boolean;
  licence: string;
  type: string;
  department: string;
  issuedAt?: number;
  validUntil?: number | null;
  supersededBy?: string;
  certificate?: string;
};
export type RecordAnswer = {
  leaf?: { asOf: number; fields: { name: string; value: unknown }[] };
};
export type HeldRecord = { domain: string; answer: RecordAnswer; verdict: Verdict };
export type Access = { at: number; who: string; role: string; basis: string; case: string; what: Bilingual };
export type Holdings = {
  person: string;
  name: string;
  certificates: HeldCertificate[];
  records: HeldRecord[];
  accesses: Access[];
};
export type IssuedInstance = { instance: string; certificate: string };
export type Citizen = { person: string; name: string; number: string };
export type Token = { token: string; expiresAt: number };
export type PresentationSlot = { id: string; nonce: string; audience: string; expiresAt: number };
export type PresentedCiphertext = { ciphertext: string; nonce: string; audience: string; expiresAt: number };
