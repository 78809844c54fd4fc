import { PartnerUnreachable, PresentationGone, PresentationUnknown } from '../../ports/partner-service.ts';
import type { PartnerService, PresentedCiphertext } from '../../ports/partner-service.ts';

/** A presentation is at most 88 KB of base64url; anything longer is not read. */
const MAX_ANSWER_BYTES = 256 * 1024;

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new PartnerUnreachable('the partner answers more than it should');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function ciphertextOf(text: string): PresentedCiphertext {
  const value: unknown = JSON.parse(text);
  const { ciphertext, nonce, audience, expiresAt } = (value ?? {}) as Record<string, unknown>;
  const sound =
    typeof ciphertext === 'string' &&
    /^[A-Za-z0-9_-]+$/.test(ciphertext) &&
    typeof nonce === 'string' &&
    /^[A-Za-z0-9_-]+$/.test(nonce) &&
    typeof audience === 'string' &&
    Number.isSafeInteger(expiresAt) &&
    (expiresAt as number) >= 0;
  if (!sound) throw new PartnerUnreachable('the partner answers something else');
  return { ciphertext, nonce, audience, expiresAt: expiresAt as number };
}

/** A partner's service over HTTP. @param timeoutMs for the whole exchange */
export function createPartnerService(serviceUrl: string, timeoutMs = 3000): PartnerService {
  return {
    async takePresentation(id) {
      let response: Response;
      let text: string;
      try {
        response = await fetch(new URL(`/v1/presentations/${encodeURIComponent(id)}`, serviceUrl), {
          headers: { Accept: 'application/json' },
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        text = await readLimited(response);
      } catch (error) {
        if (error instanceof PartnerUnreachable) throw error;
        throw new PartnerUnreachable('the partner does not answer', { cause: error });
      }
      if (response.status === 404) throw new PresentationUnknown('the partner knows no such presentation');
      if (response.status === 410) throw new PresentationGone('the partner says it was read or has expired');
      if (response.status !== 200) throw new PartnerUnreachable(`the partner answers ${response.status}`);
      try {
        return ciphertextOf(text);
      } catch (error) {
        if (error instanceof PartnerUnreachable) throw error;
        throw new PartnerUnreachable('the partner answers no JSON', { cause: error });
      }
    },
  };
}
