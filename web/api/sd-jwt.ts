import { decodeBase64url, encodeBase64url } from '../../service/proof/base64url.ts';
import type { JsonObject, JsonValue } from '../../service/proof/canonical-json.ts';
import { signJwt } from './holder-key.ts';
import type { HolderKey } from './holder-store.ts';

/** A claim the holder may show or keep (RFC 9901 section 4.2): its text, and what it says. */
export type Disclosure = { encoded: string; name: string; value: JsonValue };

/** An SD-JWT taken apart for its holder; verifying it is the engine's work, not this file's. */
export type HeldSdJwt = { issued: string; payload: JsonObject; disclosures: Disclosure[] };

const decodeJson = (text: string): JsonValue =>
  JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decodeBase64url(text))) as JsonValue;

/** Splits `<issuer JWT>~<disclosure>~…~`; throws on what is none, since it came from our own service. */
export function readSdJwt(text: string): HeldSdJwt {
  const [issued = '', ...rest] = text.split('~');
  const payload = decodeJson(issued.split('.')[1] ?? '') as JsonObject;
  const disclosures = rest
    .filter((part) => part !== '' && !part.includes('.'))
    .map((encoded) => {
      const [, name, value] = decodeJson(encoded) as [string, string, JsonValue];
      return { encoded, name, value };
    });
  return { issued, payload, disclosures };
}

/**
 * SD-JWT+KB (RFC 9901 section 4.3): the chosen disclosures in their issued order, and a JWT by the holder's key over
 * audience, nonce and all that is presented.
 *
 * @param to.now Unix seconds
 */
export async function present(
  held: HeldSdJwt,
  names: ReadonlySet<string>,
  key: HolderKey,
  to: { audience: string; nonce: string; now: number },
): Promise<string> {
  const chosen = held.disclosures.filter((disclosure) => names.has(disclosure.name));
  const presented = [held.issued, ...chosen.map((disclosure) => disclosure.encoded), ''].join('~');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(presented));
  const payload = {
    iat: to.now,
    aud: to.audience,
    nonce: to.nonce,
    sd_hash: encodeBase64url(new Uint8Array(digest)),
  };
  return presented + (await signJwt({ typ: 'kb+jwt' }, payload, key));
}
