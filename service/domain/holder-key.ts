/** A holder's public P-256 key as a JWK (RFC 7518 section 6.2.1), nothing else in it. */
export type P256Jwk = { kty: 'EC'; crv: 'P-256'; x: string; y: string };
