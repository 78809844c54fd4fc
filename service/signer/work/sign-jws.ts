import { DIGEST_BYTES, signSlice } from './sign-payloads.ts';
import type { Payloads, SignedSlice } from './sign-payloads.ts';
import type { SigningKey } from '../keys/signing-keys.ts';
import type { JwsRules } from '../checks/jws.ts';
import type { Pool } from './pool.ts';
import { SIGNATURE_BYTES } from '../../ports/signer.ts';
import type { JwsRefusal } from '../../ports/signer-protocol.ts';

/** Payloads a thread takes at once: some milliseconds of work. */
const SLICE = 128;
/** So few are signed at once by whoever asks; waking a thread would cost more. */
const INLINE = 8;

/** What became of a request's payloads, in their order. */
export type SignedPayloads = {
  /** 64 bytes each, zeros where refused. */
  signatures: Uint8Array;
  /** SHA-256 of the signing inputs that were signed, 32 bytes each. */
  digests: Uint8Array;
  refused: JwsRefusal[];
  types: Record<string, number>;
  anchors: string[];
};

/** Places in a slice whose payloads were not refused. */
function acceptedIn({ first, count, refused }: SignedSlice): number[] {
  const indices = new Set(refused.map(({ index }) => index - first));
  return Array.from({ length: count }, (_, i) => i).filter((i) => !indices.has(i));
}

const digestAt = ({ digests }: SignedSlice, i: number): Uint8Array =>
  digests.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES);

/** Signs a slice's digests in an HSM. @throws HsmUnusable */
async function signInHsm({ secret }: SigningKey, slice: SignedSlice): Promise<void> {
  if (!('hsm' in secret)) return;
  await Promise.all(
    acceptedIn(slice).map(async (i) =>
      slice.signatures.set(await secret.hsm.sign(digestAt(slice, i)), i * SIGNATURE_BYTES),
    ),
  );
}

function slicesOf(count: number, size: number): { first: number; count: number }[] {
  const slices: { first: number; count: number }[] = [];
  for (let first = 0; first < count; first += size) slices.push({ first, count: Math.min(size, count - first) });
  return slices;
}

/**
 * Checks and signs the payloads of one request: many of them on all threads.
 *
 * @throws HsmUnusable when the HSM fails, and then nothing counts as signed
 */
export async function signPayloads(
  deps: { rules: JwsRules; pool: Pool },
  key: SigningKey,
  payloads: Payloads,
): Promise<SignedPayloads> {
  const count = payloads.offsets.length / 2;
  const own = 'key' in key.secret ? key.secret.key : undefined;
  const signed =
    count <= INLINE
      ? [signSlice(deps.rules, own, payloads, { first: 0, count })]
      : await Promise.all(
          // No thread is to be left with a long slice while the others have none.
          slicesOf(count, Math.min(SLICE, Math.ceil(count / deps.pool.threads))).map(async (slice) => {
            const done = await deps.pool.run({ kind: 'sign', payloads, slice });
            if (done.kind !== 'sign') throw new TypeError('the thread did another job');
            return done.signed;
          }),
        );
  await Promise.all(signed.map((slice) => signInHsm(key, slice)));

  const result: SignedPayloads = {
    signatures: Buffer.concat(signed.map(({ signatures }) => signatures)),
    digests: Buffer.concat(signed.flatMap((slice) => acceptedIn(slice).map((i) => digestAt(slice, i)))),
    refused: signed.flatMap(({ refused }) => refused),
    types: {},
    anchors: [...new Set(signed.flatMap(({ anchors }) => anchors))],
  };
  for (const { types } of signed) {
    for (const [type, number] of Object.entries(types)) result.types[type] = (result.types[type] ?? 0) + number;
  }
  return result;
}
