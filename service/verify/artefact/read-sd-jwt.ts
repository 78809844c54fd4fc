import { decodeBase64url, fleetingBase64url, NotBase64url } from '../../proof/base64url.ts';
import type { JsonObject } from '../../proof/canonical-json.ts';
import { ArtefactDefect } from './artefact.ts';
import type { CertificateArtefact } from './artefact.ts';
import { JsonRefused } from '../../proof/strict-json.ts';
import { MAX_CACHED_HEADER, MAX_DISCLOSURES } from './limits.ts';
import { decodeUtf8, isObject, readCanonicalObject, readJson } from './strict-json.ts';

function decoded<Bytes>(decode: (text: string) => Bytes, text: string, what: string): Bytes {
  try {
    return decode(text);
  } catch (error) {
    if (error instanceof NotBase64url) {
      throw new ArtefactDefect('form.notCanonical', `${what}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** Bytes of canonical base64url. @throws ArtefactDefect form.notCanonical */
export function base64urlBytes(text: string, what: string): Uint8Array<ArrayBuffer> {
  return decoded(decodeBase64url, text, what);
}

/** A JSON object from its text. @throws ArtefactDefect form.malformed, form.duplicateMember */
export function jsonObject(text: string, what: string): JsonObject {
  try {
    const value = readJson(text);
    if (!isObject(value)) throw new ArtefactDefect('form.malformed', `${what} is no JSON object`);
    return value;
  } catch (error) {
    if (error instanceof JsonRefused) {
      const code = error.code === 'json.duplicateKey' ? 'form.duplicateMember' : 'form.malformed';
      throw new ArtefactDefect(code, `${what}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** Text of base64url of UTF-8. @throws ArtefactDefect */
function encodedText(encoded: string, what: string): string {
  const text = decodeUtf8(decoded(fleetingBase64url, encoded, what));
  if (text === undefined) throw new ArtefactDefect('form.malformed', `${what} is not UTF-8`);
  return text;
}

/** Headers read before, by their encoded text: those of one department's certificates are all alike. */
export type HeaderCache = {
  get(encoded: string): JsonObject | undefined;
  set(encoded: string, header: JsonObject): unknown;
};

type Jws = Pick<CertificateArtefact, 'header' | 'headerText' | 'payload' | 'canonical' | 'signingInput' | 'signature'>;

/** A compact JWS in its three parts. @throws ArtefactDefect */
export function readJws(jws: string, what: string, headers?: HeaderCache): Jws {
  const first = jws.indexOf('.');
  const second = jws.indexOf('.', first + 1);
  if (first < 0 || second < 0 || jws.includes('.', second + 1)) {
    throw new ArtefactDefect('form.malformed', `${what} does not have three parts`);
  }
  const headerText = jws.slice(0, first);
  let header = headers?.get(headerText);
  if (header === undefined) {
    header = jsonObject(encodedText(headerText, `${what} header`), `${what} header`);
    // A stranger's endless header must not fill the memory that departments' are kept in.
    if (headerText.length <= MAX_CACHED_HEADER) headers?.set(headerText, header);
  }
  const text = encodedText(jws.slice(first + 1, second), `${what} payload`);
  const canonical = readCanonicalObject(text);
  return {
    header,
    headerText,
    payload: canonical ?? jsonObject(text, `${what} payload`),
    canonical: canonical !== undefined,
    signingInput: jws.slice(0, second),
    signature: base64urlBytes(jws.slice(second + 1), `${what} signature`),
  };
}

/**
 * Takes a compact SD-JWT or SD-JWT+KB apart: `<jwt>~<disclosure>~…~[<kb-jwt>]`.
 *
 * @see RFC 9901 section 4
 * @throws ArtefactDefect
 */
export function readSdJwt(text: string, headers?: HeaderCache): CertificateArtefact {
  const parts = text.split('~');
  if (parts.length < 2) throw new ArtefactDefect('form.malformed', 'no tilde after the issuer-signed JWT');
  if (parts.length - 2 > MAX_DISCLOSURES) throw new ArtefactDefect('form.malformed', 'too many disclosures');
  const disclosures = parts.slice(1, -1);
  if (disclosures.includes('')) throw new ArtefactDefect('form.malformed', 'empty disclosure');
  const jwt = parts[parts.length - 1] as string;
  return {
    kind: 'certificate',
    text,
    ...readJws(parts[0] as string, 'certificate', headers),
    disclosures,
    keyBinding: jwt === '' ? undefined : { jwt, covered: text.slice(0, text.length - jwt.length) },
  };
}
