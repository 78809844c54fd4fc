/** Why something is not signed, by a stable code. The message carries no personal data: it is logged. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type RefusalCode =
  | 'signer.headerMalformed'
  | 'signer.purposeUnknown'
  | 'signer.keyUnknown'
  | 'signer.payloadMalformed'
  | 'signer.otherIssuer'
  | 'signer.otherKey'
  | 'signer.typeNotAllowed'
  | 'signer.otherChain'
  | 'signer.contractNotAllowed'
  | 'signer.callNotAllowed'
  | 'signer.callMalformed'
  | 'signer.gasTooHigh'
  | 'signer.domainNotAllowed'
  | 'signer.inputMalformed'
  | 'signer.noVrfKey';
