import { ArtefactDefect } from './artefact.ts';
import type { Artefact } from './artefact.ts';
import { MAX_TEXT } from './limits.ts';
import { compactOfJwsJson, isJwsJson } from './read-jws-json.ts';
import { readRecordAnswer } from './read-record-answer.ts';
import { jsonObject, readSdJwt } from './read-sd-jwt.ts';
import type { HeaderCache } from './read-sd-jwt.ts';
import { decodeUtf8, isObject } from './strict-json.ts';

/** 电子证照标识 (GB/T 36904): the licence OID's arc, then type, issuer, serial, version and check character. */
const LICENCE_IDENTIFIER = /^1\.2\.156\.3005\.2\.[0-9A-Z]{21}\.[0-9A-Z]{6,18}\.[0-9A-Z]{9,32}\.[0-9A-Z]{3}\.[0-9A-Z]$/;
/** `eyJ` is base64url of `{"`; the longer shape recognises a certificate whose first characters were damaged. */
const SD_JWT = /^(?:eyJ|[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*~)/;
/** What a holder's QR code shows: the presentation itself lies behind the link, for a minute. */
const PRESENTATION_LINK = /^https?:\/\/[^\s#]+#present=[A-Za-z0-9._-]+$/;

function recognise(text: string, headers: HeaderCache | undefined): Artefact {
  if (text.startsWith('{')) {
    // JSON of another kind, readable or not, is no artefact; a damaged record answer or JWS is one.
    if (!/"(?:record-answer|payload)"/.test(text))
      throw new ArtefactDefect('form.unrecognised', 'JSON of no known kind');
    const value = jsonObject(text, 'JSON');
    if (isJwsJson(value)) return readSdJwt(compactOfJwsJson(value), headers);
    if (value['kind'] !== 'record-answer') throw new ArtefactDefect('form.unrecognised', 'JSON of no known kind');
    return { kind: 'record-answer', answer: readRecordAnswer(value) };
  }
  if (SD_JWT.test(text)) return readSdJwt(text, headers);
  if (LICENCE_IDENTIFIER.test(text)) throw new ArtefactDefect('form.identifierOnly', 'a licence identifier alone');
  if (PRESENTATION_LINK.test(text)) throw new ArtefactDefect('form.presentationLink', 'a link to a presentation');
  throw new ArtefactDefect('form.unrecognised', 'neither a certificate nor a record answer');
}

/**
 * Recognises what was handed in by its content: an SD-JWT with or without key binding (compact or JWS JSON), a record
 * answer's JSON, a link to a presentation, or a bare licence identifier. White space around it is ignored. Never throws on input: what cannot be read is a
 * `DefectiveArtefact`, which `verifyArtefact` turns into its verdict.
 *
 * @param cache an `EngineCache`, which spares reading a department's certificate chain again and again
 */
export function readArtefact(input: string | Uint8Array, cache?: { readonly headers: HeaderCache }): Artefact {
  try {
    if (input.length > MAX_TEXT) throw new ArtefactDefect('form.tooLarge', `longer than ${MAX_TEXT}`);
    const text = typeof input === 'string' ? input : decodeUtf8(input);
    if (text === undefined) throw new ArtefactDefect('form.unrecognised', 'not UTF-8 text');
    return recognise(text.trim(), cache?.headers);
  } catch (error) {
    if (error instanceof ArtefactDefect) return { kind: 'defective', code: error.code, detail: error.message };
    throw error;
  }
}

/**
 * The CAIP-2 name of the chain that an artefact says it is anchored on, to find its trusted point by; unproven.
 * Undefined when it names none.
 */
export function artefactChain(artefact: Artefact): string | undefined {
  if (artefact.kind === 'record-answer') return artefact.answer.chain;
  if (artefact.kind === 'defective') return undefined;
  const anchor = artefact.payload['anchor'];
  const chain = isObject(anchor) ? anchor['chain'] : undefined;
  return typeof chain === 'string' ? chain : undefined;
}
