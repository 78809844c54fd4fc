import type { StatusOrder } from './answers.ts';
import { call, callJson } from './http.ts';

type Signal = { signal?: AbortSignal };

/** What offices do after certificates are issued. Errors are those of `call`. */
export const offices = {
  developmentToken: (body: { role: 'department'; department: string } | { role: 'clerk' }) =>
    callJson('post', '/v1/development/tokens', { body }),

  previewChange: (token: string, body: StatusOrder) => callJson('post', '/v1/status-previews', { token, body }),
  /** Changes exactly what the digest of the preview names; the same key asks for it once. */
  confirmChange: (token: string, body: StatusOrder & { digest: string }, idempotencyKey: string) =>
    callJson('post', '/v1/status-batches', { token, body, idempotencyKey }),
  change: (token: string, id: string, options?: Signal) =>
    callJson('get', '/v1/status-batches/{id}', { ...options, token, params: { id } }),

  /** Newest first. */
  inbox: (token: string, page: { after?: string; limit: number }, options?: Signal) =>
    callJson('get', '/v1/notices', {
      ...options,
      token,
      query: { order: 'newest', limit: String(page.limit), ...(page.after === undefined ? {} : { after: page.after }) },
    }),
  async markSeen(token: string, through: string): Promise<void> {
    await call('put', '/v1/notices/seen', { token, body: { through } });
  },
  webhook: (token: string, options?: Signal) => callJson('get', '/v1/webhook', { ...options, token }),
  /** null: nowhere, the inbox alone has the notices. */
  async setWebhook(token: string, url: string | null): Promise<void> {
    await call('put', '/v1/webhook', { token, body: { url } });
  },
  /** Verifies, and keeps that a matter rests on what is valid. */
  rely: (token: string, artefact: string, matter: string) =>
    callJson('post', '/v1/verifications', { token, body: { artefact, case: matter } }),
};
