import { decodeBase64url, NotBase64url } from '../../proof/base64url.ts';
import type { JsonObject } from '../../proof/canonical-json.ts';
import { ArtefactDefect } from './artefact.ts';
import type { CertificateArtefact } from './artefact.ts';
import { JsonRefused } from '../../proof/strict-json.ts';
import { MAX_DISCLOSURES } from './limits.ts';
import { decodeUtf8, isObject, readJson } from './strict-json.ts';

/** Bytes of canonical base64url. @throws ArtefactDefect form.notCanonical */
export function base64urlBytes(text: string, what: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64url(text);
  } catch (error) {
    if (error instanceof NotBase64url) {
      throw new ArtefactDefect('form.notCanonical', `${what}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** A JSON object from its text. @throws ArtefactDefect form.malformed, form.duplicateMember */
export function jsonObject(text: string, what: string): { value: JsonObject; canonical: boolean } {
  try {
    const { value, canonical } = readJson(text);
    if (!isObject(value)) throw new ArtefactDefect('form.malformed', `${what} is no JSON object`);
    return { value, canonical };
  } catch (error) {
    if (error instanceof JsonRefused) {
      const code = error.code === 'json.duplicateKey' ? 'form.duplicateMember' : 'form.malformed';
      throw new ArtefactDefect(code, `${what}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** A JSON object from base64url of its UTF-8. @throws ArtefactDefect */
function encodedObject(encoded: string, what: string): { value: JsonObject; canonical: boolean } {
  const text = decodeUtf8(base64urlBytes(encoded, what));
  if (text === undefined) throw new ArtefactDefect('form.malformed', `${what} is not UTF-8`);
  return jsonObject(text, what);
}

/** A compact JWS in its three parts. @throws ArtefactDefect */
export function readJws(
  jws: string,
  what: string,
): Pick<CertificateArtefact, 'header' | 'payload' | 'canonical' | 'signingInput' | 'signature'> {
  const parts = jws.split('.', 4);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) {
    throw new ArtefactDefect('form.malformed', `${what} does not have three parts`);
  }
  const body = encodedObject(payload, `${what} payload`);
  return {
    header: encodedObject(header, `${what} header`).value,
    payload: body.value,
    canonical: body.canonical,
    signingInput: `${header}.${payload}`,
    signature: base64urlBytes(signature, `${what} signature`),
  };
}

/**
 * Takes a compact SD-JWT or SD-JWT+KB apart: `<jwt>~<disclosure>~…~[<kb-jwt>]`.
 *
 * @see RFC 9901 section 4
 * @throws ArtefactDefect
 */
export function readSdJwt(text: string): CertificateArtefact {
  const parts = text.split('~');
  if (parts.length < 2) throw new ArtefactDefect('form.malformed', 'no tilde after the issuer-signed JWT');
  if (parts.length - 2 > MAX_DISCLOSURES) throw new ArtefactDefect('form.malformed', 'too many disclosures');
  const disclosures = parts.slice(1, -1);
  if (disclosures.includes('')) throw new ArtefactDefect('form.malformed', 'empty disclosure');
  const jwt = parts[parts.length - 1] as string;
  return {
    kind: 'certificate',
    text,
    ...readJws(parts[0] as string, 'certificate'),
    disclosures,
    keyBinding: jwt === '' ? undefined : { jwt, covered: text.slice(0, text.length - jwt.length) },
  };
}
