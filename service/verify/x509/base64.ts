import { decodeBase64url, encodeBase64url, NotBase64url } from '../../proof/base64url.ts';

/** Bytes of standard base64 with padding, in the one canonical form (x5c, RFC 7515 section 4.1.6); undefined otherwise. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const end = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const url = text
    .slice(0, text.length - end)
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  try {
    return decodeBase64url(url);
  } catch (error) {
    if (error instanceof NotBase64url) return undefined;
    throw error;
  }
}

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
