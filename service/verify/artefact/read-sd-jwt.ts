import { decodeBase64url, decodeBase64urlAscii, fleetingBase64urlAscii, NotBase64url } from '../../proof/base64url.ts';
import { pooledUtf8 } from '../../proof/bytes.ts';
import type { JsonObject } from '../../proof/canonical-json.ts';
import { ArtefactDefect } from './artefact.ts';
import type { CertificateArtefact } from './artefact.ts';
import { JsonRefused } from '../../proof/strict-json.ts';
import { MAX_DISCLOSURES } from './limits.ts';
import { decodeUtf8, isObject, readCanonicalObject, readJson } from './strict-json.ts';

/** What to throw instead of a decoder's own error. */
function notCanonical(error: unknown, what: string): unknown {
  return error instanceof NotBase64url
    ? new ArtefactDefect('form.notCanonical', `${what}: ${error.message}`, { cause: error })
    : error;
}

/** Bytes of canonical base64url. @throws ArtefactDefect form.notCanonical */
export function base64urlBytes(text: string, what: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64url(text);
  } catch (error) {
    throw notCanonical(error, what);
  }
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

/** Text of the base64url of UTF-8 that stands at from..to. @throws ArtefactDefect */
function encodedText(ascii: Uint8Array, from: number, to: number, what: string): string {
  let text: string | undefined;
  try {
    text = decodeUtf8(fleetingBase64urlAscii(ascii, from, to));
  } catch (error) {
    throw notCanonical(error, what);
  }
  if (text === undefined) throw new ArtefactDefect('form.malformed', `${what} is not UTF-8`);
  return text;
}

/** The bytes of the base64url that stands at from..to. @throws ArtefactDefect */
function encodedBytes(ascii: Uint8Array, from: number, to: number, what: string): Uint8Array {
  try {
    return decodeBase64urlAscii(ascii, from, to);
  } catch (error) {
    throw notCanonical(error, what);
  }
}

/**
 * Headers read before, by their encoded text: those of one department's certificates are all alike. The text is a part of
 * the artefact's, which it keeps in memory: what keeps it makes a copy.
 */
export type HeaderCache = {
  get(encoded: string): JsonObject | undefined;
  set(encoded: string, header: JsonObject): unknown;
};

type Jws = Omit<CertificateArtefact, 'kind' | 'text' | 'disclosures' | 'keyBinding'>;

/**
 * A compact JWS in its three parts.
 *
 * @param ascii the UTF-8 of the text, or of one that begins with it; a part that is no ASCII is refused
 * @throws ArtefactDefect
 */
export function readJws(jws: string, what: string, headers?: HeaderCache, ascii: Uint8Array = pooledUtf8(jws)): Jws {
  const first = jws.indexOf('.');
  const second = jws.indexOf('.', first + 1);
  if (first < 0 || second < 0 || jws.includes('.', second + 1)) {
    throw new ArtefactDefect('form.malformed', `${what} does not have three parts`);
  }
  const headerText = jws.slice(0, first);
  let header = headers?.get(headerText);
  if (header === undefined) {
    header = jsonObject(encodedText(ascii, 0, first, `${what} header`), `${what} header`);
    headers?.set(headerText, header);
  }
  const text = encodedText(ascii, first + 1, second, `${what} payload`);
  const canonical = readCanonicalObject(text);
  return {
    header,
    headerText,
    payloadText: text,
    payload: canonical ?? jsonObject(text, `${what} payload`),
    canonical: canonical !== undefined,
    signed: ascii.subarray(0, second),
    signature: encodedBytes(ascii, second + 1, jws.length, `${what} signature`),
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
  // Once for all parts. Beyond a character that is no ASCII places do not agree, but such a part is refused.
  const ascii = pooledUtf8(text);
  const before = text.length - jwt.length;
  const jws = readJws(parts[0] as string, 'certificate', headers, ascii);
  return {
    kind: 'certificate',
    text,
    header: jws.header,
    headerText: jws.headerText,
    payload: jws.payload,
    payloadText: jws.payloadText,
    canonical: jws.canonical,
    signed: jws.signed,
    signature: jws.signature,
    disclosures,
    keyBinding: jwt === '' ? undefined : { jwt, ascii: ascii.subarray(before), covered: ascii.subarray(0, before) },
  };
}
