/**
 * The hand that signs verification receipts for this region. `iss` is the region's base; `sign` gives ES256's 64 bytes
 * r ‖ s over the message. Whoever checks a receipt decides whose key counts: this one is at /.well-known/jwks.json.
 */
export type ReceiptSigner = {
  iss: string;
  key: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  sign(message: Uint8Array): Uint8Array;
};
