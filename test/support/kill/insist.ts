import { setTimeout as sleep } from 'node:timers/promises';

/** Refusals that pass: another request of ours that broke is not yet forgotten. */
const PASSING = new Set(['register.busy', 'upload.broken']);
const PATIENCE_MS = 180_000;

/**
 * Posts until the service has acknowledged, however often it dies meanwhile.
 *
 * @throws when the service refuses for good, or acknowledges nothing for three minutes
 */
export async function insist(
  url: string,
  request: { key: string; body: string; contentType?: string },
  token: () => Promise<string>,
): Promise<{ id: string }> {
  const until = Date.now() + PATIENCE_MS;
  for (let last = ''; Date.now() < until; await sleep(100)) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': request.contentType ?? 'application/json',
          authorization: `Bearer ${await token()}`,
          'idempotency-key': request.key,
        },
        body: request.body,
        signal: AbortSignal.timeout(15_000),
      });
      const answer = (await response.json()) as { id: string; code?: string };
      if (response.ok) return answer;
      last = `${response.status} ${JSON.stringify(answer)}`;
      const passing = response.status >= 500 || response.status === 429 || PASSING.has(answer.code ?? '');
      if (!passing) throw new RangeError(`${url} refused ${request.key}: ${last}`);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      last = String(error);
    }
    if (Date.now() + 100 >= until) throw new Error(`${url} never acknowledged ${request.key}: ${last}`);
  }
  throw new Error(`${url} never acknowledged ${request.key}`);
}

/** A department's token, taken once the service gives one. */
export function tokenOf(serviceUrl: string, department: string): () => Promise<string> {
  let token: Promise<string> | undefined;
  const take = async (): Promise<string> => {
    const response = await fetch(`${serviceUrl}/v1/development/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'department', department }),
      signal: AbortSignal.timeout(5000),
    });
    if (!response.ok) throw new Error(`no token: ${response.status}`);
    return ((await response.json()) as { token: string }).token;
  };
  return () => {
    token ??= take().catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return token;
  };
}
