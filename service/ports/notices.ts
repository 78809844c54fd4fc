/** Brings a signed notice to a webhook: once, within seconds, without following redirects. Never throws on trouble of the other side. */
export type PostNotice = (url: string, token: string) => Promise<{ taken: true } | { taken: false; trouble: string }>;

/** Signs what the region's service tells others: a Security Event Token (RFC 8417) under the service's own key. */
export type SignNotice = (claims: {
  audience: string;
  id: string;
  issuedAt: number;
  events: Record<string, unknown>;
}) => Promise<string>;

/** The service's public key as a JWK Set member (RFC 7517). */
export type ServiceJwk = { kty: 'EC'; crv: 'P-256'; x: string; y: string; kid: string; use: 'sig'; alg: 'ES256' };
