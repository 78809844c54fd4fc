import { encodeJwsAnswer } from '../../ports/signer-protocol.ts';
import { readHeader } from '../checks/jws.ts';
import { Refusal } from '../checks/refusal.ts';
import type { SigningKey } from '../keys/signing-keys.ts';
import { signPayloads } from '../work/sign-jws.ts';
import { NoKeyInForce, RequestMalformed, TooMany } from './deps.ts';
import type { SignerDeps } from './deps.ts';

const NEWLINE = 10;

/** Start and end of every line after the first. */
function payloadOffsets(body: Buffer, most: number): { headerEnd: number; offsets: Uint32Array } {
  const headerEnd = body.indexOf(NEWLINE);
  if (headerEnd <= 0) throw new RequestMalformed('a header and at least one payload, each on a line of its own');
  const offsets: number[] = [];
  for (let start = headerEnd + 1; start < body.length;) {
    const end = body.indexOf(NEWLINE, start);
    if (end <= start) throw new RequestMalformed('an empty line, or a last line without its end');
    offsets.push(start, end);
    if (offsets.length > 2 * most) throw new TooMany(`a request holds at most ${most} payloads`);
    start = end + 1;
  }
  if (offsets.length === 0) throw new RequestMalformed('no payload');
  return { headerEnd, offsets: Uint32Array.from(offsets) };
}

/** The key that a header names, if it is in force. @throws NoKeyInForce, Refusal */
function keyFor({ signingKeys, now }: SignerDeps, x5c: string): SigningKey {
  const inForce = signingKeys.inForce(now());
  const key = inForce.find(({ name }) => name === x5c);
  if (key !== undefined) return key;
  if (inForce.length === 0 || signingKeys.all.some(({ name }) => name === x5c)) {
    throw new NoKeyInForce('the signing certificate is not in force (any more)');
  }
  throw new Refusal('signer.keyUnknown', 'the header names a certificate that this Signer has no key of');
}

/**
 * Signs the payloads of one request (SIGNER_PATHS.jws) with the key that their header names, and logs how many of which
 * type it signed. A payload that breaks a rule is refused alone.
 *
 * @returns the answer's body
 * @throws RequestMalformed, TooMany, Refusal, NoKeyInForce, LimitReached, LogUnwritable, HsmUnusable
 */
export async function signCertificates(deps: SignerDeps, body: Buffer): Promise<Uint8Array> {
  const { headerEnd, offsets } = payloadOffsets(body, deps.configuration.limits.certificatesPerRequest);
  const header = body.toString('latin1', 0, headerEnd);
  const { purpose, x5c } = readHeader(header);
  const key = keyFor(deps, x5c);
  deps.limits.take('certificates', offsets.length / 2);
  const { signatures, digests, refused, types, anchors } = await signPayloads(
    { rules: deps.jwsRules, pool: deps.pool },
    key,
    { purpose, header, x5tS256: key.x5tS256, body, offsets },
  );
  if (refused.length > 0) {
    const codes: Record<string, number> = {};
    for (const { code } of refused) codes[code] = (codes[code] ?? 0) + 1;
    deps.refusals.note('certificates', codes);
  }
  if (digests.length > 0) {
    const packed = Buffer.from(digests).toString('base64url');
    await deps.log.append({ op: 'signed', purpose, key: key.x5tS256, types, anchors, digests: packed });
  }
  return encodeJwsAnswer(refused, signatures);
}
