import { client } from './client.ts';
import { holderKey, publicJwk, signJwt } from './holder-key.ts';
import { holderStore } from './holder-store.ts';
import type { HolderKey } from './holder-store.ts';

/** The city has accepted the wish for an instance and is still anchoring it. Try again in a moment. */
export class InstancePending extends Error {
  readonly code = 'instance.pending';
}

const attempts = 10;
const pauseMilliseconds = 1500;
const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));

/**
 * The certificate's instance for this device: kept from earlier, or asked of the city with a proof of possession
 * of the key. Asking again with the same body is asking once (Idempotency-Key).
 *
 * @param input.base the home region's https URL, the proof's audience
 * @param input.now Unix seconds
 * @throws InstancePending, and what `client` throws
 */
export async function boundInstance(input: {
  token: string;
  person: string;
  certificate: string;
  base: string;
  now: number;
}): Promise<{ text: string; key: HolderKey }> {
  const { token, person, certificate, base, now } = input;
  const key = await holderKey(person, now);
  const kept = await holderStore.instance(person, certificate);
  if (kept !== undefined) return { text: kept.text, key };

  const jwk = await publicJwk(key);
  const payload = { aud: base, certificate, iat: now };
  const body = { jwk, proof: await signJwt({ typ: 'instance-proof+jwt', jwk }, payload, key) };
  const idempotencyKey = crypto.randomUUID();
  for (let attempt = 0; attempt < attempts; attempt++) {
    const answer = await client.requestInstance(token, certificate, body, idempotencyKey);
    if ('certificate' in answer) {
      await holderStore.putInstance({ person, certificate, instance: answer.instance, text: answer.certificate });
      return { text: answer.certificate, key };
    }
    await pause();
  }
  throw new InstancePending('The instance is not anchored yet');
}
