import type { PostNotice } from '../../ports/notices.ts';

const TIMEOUT_MS = 5_000;

/**
 * Pushes a Security Event Token (RFC 8935 section 2): any 2xx has taken it. The answer's body is not read, redirects are not
 * followed, and after five seconds the other side counts as away.
 */
export const postNotice: PostNotice = async (url, token) => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/secevent+jwt', accept: 'application/json' },
      body: token,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok ? { taken: true } : { taken: false, trouble: `status ${response.status}` };
  } catch (error) {
    // fetch throws TypeError for everything the network does, and DOMException for the timeout.
    if (error instanceof DOMException) return { taken: false, trouble: 'no answer in time' };
    if (error instanceof TypeError) return { taken: false, trouble: 'not reachable' };
    throw error;
  }
};
