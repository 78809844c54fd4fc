// The door of the verification engine: the only barrel of the project, since this folder is a package of its own.
export type { Artefact, CertificateArtefact, DefectiveArtefact, RecordArtefact } from './artefact/artefact.ts';
export { artefactChain, readArtefact } from './artefact/read-artefact.ts';
export { createEngineCache } from './cache.ts';
export type { EngineCache } from './cache.ts';
export { trimEvidence } from './evidence/trim-evidence.ts';
export { policyIds, policyOf } from './policy.ts';
export { planVerification, prepareArtefact } from './prepare.ts';
export type { Prepared } from './prepare.ts';
export { createPresentation } from './presentation/create-presentation.ts';
export type { SignEs256 } from './presentation/create-presentation.ts';
export { certificateContents, NotPresentable, selectDisclosures } from './presentation/select-disclosures.ts';
export type { CertificateContents, DisclosableClaim } from './presentation/select-disclosures.ts';
export { reasonOf, reasons } from './reasons.ts';
export type { Reason } from './reasons.ts';
export { verifyArtefact } from './verify-artefact.ts';
export type { Verification } from './verify-artefact.ts';
export type * from './types.ts';
