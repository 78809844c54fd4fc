import { encodeBase64url } from '../../proof/base64url.ts';
import { utf8 } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonObject } from '../../proof/canonical-json.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { selectDisclosures } from './select-disclosures.ts';

/** The holder's hand: ES256 over the bytes, 64 bytes r ‖ s (WebCrypto's ECDSA gives exactly that). */
export type SignEs256 = (message: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>;

const encode = (value: JsonObject): string => encodeBase64url(utf8(canonicalJson(value)));

/**
 * A presentation of a certificate: the named claims disclosed, and bound by the holder's key to one verifier and one
 * occasion (SD-JWT+KB).
 *
 * @param input.holder audience and nonce as the verifier gave them; now in Unix seconds
 * @see RFC 9901 section 4.3
 * @throws NotPresentable
 */
export async function createPresentation(input: {
  sha256: Sha256;
  certificate: string;
  disclose: readonly string[];
  holder: { sign: SignEs256; audience: string; nonce: string; now: number };
}): Promise<string> {
  const { sha256, certificate, disclose, holder } = input;
  const presented = selectDisclosures(sha256, certificate, disclose);
  const header = encode({ alg: 'ES256', typ: 'kb+jwt' });
  const payload = encode({
    aud: holder.audience,
    nonce: holder.nonce,
    iat: holder.now,
    sd_hash: encodeBase64url(sha256(utf8(presented))),
  });
  const signature = await holder.sign(utf8(`${header}.${payload}`));
  return `${presented}${header}.${payload}.${encodeBase64url(signature)}`;
}
