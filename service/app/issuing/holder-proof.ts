import type { P256Jwk } from '../../domain/holder-key.ts';
import { decodeBase64url, NotBase64url } from '../../proof/base64url.ts';
import { utf8 } from '../../proof/bytes.ts';
import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import { jwkToPoint, NotEs256Key } from '../../proof/es256-key.ts';
import { JsonRefused, parseJsonStrict } from '../../proof/strict-json.ts';
import type { IssuingDeps } from './deps.ts';
import { HolderProofInvalid } from './errors.ts';

/** A proof is made for one request; clocks of phones differ by a little. */
const MAX_AGE_SECONDS = 300;
const MAX_AHEAD_SECONDS = 60;

const decoder = new TextDecoder('utf-8', { fatal: true });

function part(text: string | undefined): JsonObject {
  let value: JsonValue;
  try {
    value = parseJsonStrict(decoder.decode(decodeBase64url(text ?? '')), { maxDepth: 8, maxBytes: 8192 });
  } catch (error) {
    // TextDecoder says TypeError for bytes that are no UTF-8.
    if (error instanceof NotBase64url || error instanceof JsonRefused || error instanceof TypeError) {
      throw new HolderProofInvalid('the proof is no JWT', { cause: error });
    }
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HolderProofInvalid('the proof is no JWT');
  }
  return value as JsonObject;
}

const sameKey = (a: JsonValue | undefined, b: P256Jwk): boolean => {
  const { kty, crv, x, y } = (a ?? {}) as Record<string, JsonValue>;
  return kty === b.kty && crv === b.crv && x === b.x && y === b.y;
};

function check(condition: boolean, message: string): void {
  if (!condition) throw new HolderProofInvalid(message);
}

/**
 * Checks that whoever asks for an instance holds its private key: a JWT (RFC 7515, compact) of typ `instance-proof+jwt`,
 * ES256 under the key in its own header, for this region, this certificate and about now.
 *
 * @returns the key with nothing else in it
 * @throws HolderProofInvalid
 */
export async function checkHolderProof(
  deps: Pick<IssuingDeps, 'region' | 'clock' | 'verifyEs256'>,
  request: { certificate: string; jwk: P256Jwk; proof: string },
): Promise<P256Jwk> {
  const [header64, payload64, signature64, ...rest] = request.proof.split('.');
  check(signature64 !== undefined && rest.length === 0, 'the proof has not three parts');
  const header = part(header64);
  const payload = part(payload64);
  check(header['alg'] === 'ES256' && header['typ'] === 'instance-proof+jwt', 'the proof has another alg or typ');
  check(sameKey(header['jwk'], request.jwk), 'the proof is by another key');
  check(payload['aud'] === deps.region.base, 'the proof is for another region');
  check(payload['certificate'] === request.certificate, 'the proof is for another certificate');
  const age = typeof payload['iat'] === 'number' ? deps.clock.now() - payload['iat'] : NaN;
  check(age <= MAX_AGE_SECONDS && age >= -MAX_AHEAD_SECONDS, 'the proof is not fresh');
  try {
    const point = jwkToPoint(request.jwk);
    const signature = decodeBase64url(signature64 ?? '');
    check(await deps.verifyEs256(point, utf8(`${header64}.${payload64}`), signature), 'the signature does not hold');
  } catch (error) {
    if (!(error instanceof NotEs256Key) && !(error instanceof NotBase64url)) throw error;
    throw new HolderProofInvalid('the key or signature is malformed', { cause: error });
  }
  const { kty, crv, x, y } = request.jwk;
  return { kty, crv, x, y };
}
