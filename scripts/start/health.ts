import { setTimeout as sleep } from 'node:timers/promises';

/** The service never said it was ready. Its log says why. */
export class NotHealthy extends Error {
  override readonly name = 'NotHealthy';
  readonly code = 'notHealthy';
}

/**
 * Resolves when `GET <url>/health` answers 200.
 *
 * @throws NotHealthy after the limit
 */
export async function waitForHealth(url: string, limitMs = 60_000): Promise<void> {
  const until = Date.now() + limitMs;
  let last = 'no answer';
  while (Date.now() < until) {
    try {
      const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
      last = `${response.status} ${await response.text()}`;
      if (response.status === 200) return;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(100);
  }
  throw new NotHealthy(`${url}/health: ${last.slice(0, 300)}`);
}
