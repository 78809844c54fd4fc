import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import { ArtefactDefect } from './artefact.ts';
import { isObject } from './strict-json.ts';

const malformed = (what: string): never => {
  throw new ArtefactDefect('form.malformed', `JWS JSON: ${what}`);
};

function text(value: JsonValue | undefined, what: string): string {
  return typeof value === 'string' ? value : malformed(`${what} is no text`);
}

/** Exactly these members, so that nothing unsigned carries a meaning. */
function only(value: JsonObject, names: readonly string[], what: string): JsonObject {
  const other = Object.keys(value).find((name) => !names.includes(name));
  return other === undefined ? value : malformed(`${what}.${other} is unknown`);
}

/** The one signature of a flattened or general serialisation. */
function signatureOf(jws: JsonObject): JsonObject {
  const { signatures } = jws;
  if (signatures === undefined) return only(jws, ['payload', 'protected', 'signature', 'header'], 'jws');
  only(jws, ['payload', 'signatures'], 'jws');
  const [first, ...others] = Array.isArray(signatures) ? (signatures as readonly JsonValue[]) : [];
  if (!isObject(first) || others.length > 0) return malformed('other than one signature');
  return only(first, ['protected', 'signature', 'header'], 'signature');
}

/** Whether JSON is a JWS, flattened or general. */
export function isJwsJson(value: JsonObject): boolean {
  return Object.hasOwn(value, 'payload') && (Object.hasOwn(value, 'signature') || Object.hasOwn(value, 'signatures'));
}

/**
 * The compact form of an SD-JWT in JWS JSON serialisation; the unprotected header may hold its disclosures and key binding
 * and nothing else.
 *
 * @see RFC 9901 section 8
 * @throws ArtefactDefect form.malformed
 */
export function compactOfJwsJson(jws: JsonObject): string {
  const signed = signatureOf(jws);
  const unprotected = isObject(signed['header']) ? signed['header'] : {};
  if (signed['header'] !== undefined && !isObject(signed['header'])) malformed('header is no object');
  const { disclosures = [], kb_jwt: binding = '' } = only(unprotected, ['disclosures', 'kb_jwt'], 'header');
  if (!Array.isArray(disclosures)) return malformed('disclosures are no list');
  const parts = [signed['protected'], jws['payload'], signed['signature']].map((part) => text(part, 'jws part'));
  const listed = (disclosures as readonly JsonValue[]).map((one) => text(one, 'disclosure'));
  const compact = [parts.join('.'), ...listed, text(binding, 'kb_jwt')].join('~');
  // A tilde or dot inside a member would make other parts of it than the JSON has.
  const clean = [...parts, ...listed].every((part) => /^[A-Za-z0-9_-]*$/.test(part));
  return clean ? compact : malformed('a part is not base64url');
}
