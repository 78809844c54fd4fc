import {
  BundlesBusy,
  BundlesNotOffered,
  PartnerUnreachable,
  PresentationGone,
  PresentationUnknown,
} from '../../ports/partner-service.ts';
import type { PartnerService, PresentedCiphertext } from '../../ports/partner-service.ts';

/** A presentation is at most 88 KB of base64url, a status list of a region some 60 KB; anything longer is not read. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** As large as the engine takes. */
const MAX_BUNDLE_BYTES = 128 * 1024 * 1024;
/** The partner may have to read its chain first. */
const BUNDLE_MS = 60_000;

async function readLimited(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new PartnerUnreachable('the partner answers more than it should');
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

/** A licence identifier of 电子证照标识's alphabet; the answer is shown to people. */
function licenceOf(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PartnerUnreachable('the partner answers no JSON', { cause: error });
  }
  const { supersededBy } = (value ?? {}) as Record<string, unknown>;
  if (supersededBy === null) return undefined;
  if (typeof supersededBy === 'string' && /^[0-9A-Z.]{1,100}$/.test(supersededBy)) return supersededBy;
  throw new PartnerUnreachable('the partner answers something else');
}

/** For what decides nothing (status lists, replacements): somebody stands at the window. */
const ASIDE_MS = 800;

/** A partner's service over HTTP. @param timeoutMs for the whole exchange; a status list gets less */
export function createPartnerService(serviceUrl: string, timeoutMs = 3000): PartnerService {
  const ask = async (
    path: string,
    accept: string,
    limitMs: number,
    maxBytes = MAX_ANSWER_BYTES,
  ): Promise<{ status: number; text: string }> => {
    try {
      const response = await fetch(new URL(path, serviceUrl), {
        headers: { Accept: accept },
        redirect: 'error',
        signal: AbortSignal.timeout(limitMs),
      });
      return { status: response.status, text: await readLimited(response, maxBytes) };
    } catch (error) {
      if (error instanceof PartnerUnreachable) throw error;
      throw new PartnerUnreachable('the partner does not answer', { cause: error });
    }
  };
  return {
    async takePresentation(id) {
      const { status, text } = await ask(`/v1/presentations/${encodeURIComponent(id)}`, 'application/json', timeoutMs);
      if (status === 404) throw new PresentationUnknown('the partner knows no such presentation');
      if (status === 410) throw new PresentationGone('the partner says it was read or has expired');
      if (status !== 200) throw new PartnerUnreachable(`the partner answers ${status}`);
      try {
        return ciphertextOf(text);
      } catch (error) {
        if (error instanceof PartnerUnreachable) throw error;
        throw new PartnerUnreachable('the partner answers no JSON', { cause: error });
      }
    },
    async offlineBundle(what, query) {
      const path = `/v1/offline-bundles${what === 'bundle' ? '/newest' : ''}?${query.toString()}`;
      const maxBytes = what === 'bundle' ? MAX_BUNDLE_BYTES : MAX_ANSWER_BYTES;
      const { status, text } = await ask(path, 'application/json', BUNDLE_MS, maxBytes);
      if (status === 404) throw new BundlesNotOffered('the partner gives no offline bundles');
      if (status === 429) throw new BundlesBusy('the partner has enough to do');
      if (status !== 200) throw new PartnerUnreachable(`the partner answers ${status}`);
      return text;
    },
    async supersededBy(leaf) {
      const { status, text } = await ask(`/v1/supersessions/${encodeURIComponent(leaf)}`, 'application/json', ASIDE_MS);
      if (status !== 200) throw new PartnerUnreachable(`the partner answers ${status}`);
      return licenceOf(text);
    },
    async statusList(path) {
      const { status, text } = await ask(path, 'application/statuslist+jwt', Math.min(timeoutMs, ASIDE_MS));
      if (status === 404) return undefined;
      if (status !== 200) throw new PartnerUnreachable(`the partner answers ${status}`);
      return text;
    },
  };
}
