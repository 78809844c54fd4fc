/** The region issues no such type. See /v1/types. */
export class CertificateTypeUnknown extends Error {
  override readonly name = 'CertificateTypeUnknown';
  readonly code = 'certificate.typeUnknown';
}

/** The department is not the one that issues this type in this region. */
export class NotInCharge extends Error {
  override readonly name = 'NotInCharge';
  readonly code = 'certificate.notInCharge';
}

/** The certificate would end before it begins. */
export class ValidityInvalid extends Error {
  override readonly name = 'ValidityInvalid';
  readonly code = 'certificate.validityInvalid';
}

/** There is no such certificate, or it is not the asker's to see: the two look alike on purpose. */
export class CertificateUnknown extends Error {
  override readonly name = 'CertificateUnknown';
  readonly code = 'certificate.unknown';
}

/** Revoked and superseded licences get no further instance. */
export class CertificateFinal extends Error {
  override readonly name = 'CertificateFinal';
  readonly code = 'certificate.final';
}

/** The licence has as many instances as one may have. The holder uses one of them. */
export class InstanceLimitReached extends Error {
  override readonly name = 'InstanceLimitReached';
  readonly code = 'certificate.instanceLimit';
}

/** A status change of the licence is under way. Try again when it is final, in a few seconds. */
export class StatusChangePending extends Error {
  override readonly name = 'StatusChangePending';
  readonly code = 'status.changePending';
}

/** The holder's key is no P-256 key, or the proof of its possession is wrong or not fresh. */
export class HolderProofInvalid extends Error {
  override readonly name = 'HolderProofInvalid';
  readonly code = 'certificate.holderProof';
}

/** The certificate is accepted and not issued yet. Try again in a few seconds. */
export class CertificateUnderWay extends Error {
  override readonly name = 'CertificateUnderWay';
  readonly code = 'certificate.underWay';
}

/**
 * What is to be superseded is no issued certificate, valid or suspended, of the same department, type and person. Name that
 * one, or issue a new licence.
 */
export class PredecessorUnusable extends Error {
  override readonly name = 'PredecessorUnusable';
  readonly code = 'certificate.predecessorUnusable';
}
