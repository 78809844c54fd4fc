import { setTimeout as sleep } from 'node:timers/promises';

/** The service refused something the seed asks for, or did not answer for a minute. The message says which. */
export class SeedFailed extends Error {
  override readonly name = 'SeedFailed';
  readonly code = 'seed.failed';
  /** The problem's code, when the service said one. */
  readonly problem: string | undefined;
  constructor(message: string, options?: { problem?: string | undefined; cause?: unknown }) {
    super(message, { cause: options?.cause });
    this.problem = options?.problem;
  }
}

export type Role = 'clerk' | 'department' | 'partner' | 'citizen' | 'auditor' | 'operator';

/** Speaks to one region's service over HTTP, as any client would. */
export type SeedClient = {
  token(role: Role, of?: { department?: string; person?: string }): Promise<string>;
  get<T>(path: string, token?: string): Promise<T>;
  /**
   * Posts until the service has taken it. A request with an idempotency key is repeated while it is accepted but not
   * settled.
   */
  post<T>(path: string, body: unknown, options?: { token?: string; key?: string }): Promise<T>;
};

const PATIENCE_MS = 90_000;

/** @throws SeedFailed from every method */
export function createSeedClient(url: string): SeedClient {
  const tokens = new Map<string, Promise<string>>();

  async function send(path: string, init: RequestInit): Promise<{ status: number; body: unknown } | undefined> {
    try {
      const response = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(30_000) });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as unknown) };
    } catch {
      return undefined; // not there, gone in between, or no JSON: tried again
    }
  }

  async function insist<T>(path: string, init: RequestInit, settled: (status: number) => boolean): Promise<T> {
    const until = performance.now() + PATIENCE_MS;
    let last = 'no answer';
    for (let wait = 100; performance.now() < until; wait = Math.min(wait * 2, 2000)) {
      const answer = await send(path, init);
      if (answer !== undefined && settled(answer.status)) return answer.body as T;
      if (answer !== undefined) {
        const { code, detail, errors } = answer.body as { code?: string; detail?: string; errors?: unknown };
        last =
          `${answer.status} ${code ?? ''} ${detail ?? ''} ${errors === undefined ? '' : JSON.stringify(errors)}`.trim();
        const passing = answer.status >= 500 || answer.status === 429 || answer.status < 300;
        if (!passing) throw new SeedFailed(`${path}: ${last}`, { problem: code });
      }
      await sleep(wait);
    }
    throw new SeedFailed(`${path}: ${last}`);
  }

  const headersOf = (token?: string): Record<string, string> =>
    token === undefined ? {} : { authorization: `Bearer ${token}` };

  const client: SeedClient = {
    token(role, of = {}) {
      const body = JSON.stringify({ role, ...of });
      const known =
        tokens.get(body) ??
        client.post<{ token: string }>('/v1/development/tokens', { role, ...of }).then(({ token }) => token);
      tokens.set(body, known);
      return known;
    },
    get: (path, token) => insist(path, { headers: headersOf(token) }, (status) => status === 200),
    post(path, body, { token, key } = {}) {
      const headers = {
        ...headersOf(token),
        'content-type': 'application/json',
        ...(key && { 'idempotency-key': key }),
      };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      // With a key, 202 says: taken, ask again. Without one, any success is the answer.
      return insist(path, init, (status) => status === 200 || status === 201 || (status < 300 && key === undefined));
    },
  };
  return client;
}
