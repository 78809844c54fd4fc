import type { DryRun, Register, RowResult } from './answers.ts';
import { call, callJson } from './http.ts';
import { ServiceUnreachable } from './problem.ts';

type Signal = { signal?: AbortSignal };
export type RegisterFile = { file: Blob; media: 'text/csv' | 'application/x-ndjson' };

/** How long a broken line of progress waits before it is opened again. */
const againMs = 2000;

/** A register's endpoints. Errors are those of `call`. */
export const registers = {
  list: (token: string, page: { before?: string; limit: number }, options?: Signal) =>
    callJson('get', '/v1/issue-batches', {
      ...options,
      token,
      query: { limit: String(page.limit), ...(page.before === undefined ? {} : { before: page.before }) },
    }),

  /** Checks it and stores nothing; what it is asked under does not matter. */
  dryRun: async (token: string, type: string, upload: RegisterFile, options?: Signal): Promise<DryRun> => {
    const idempotencyKey = crypto.randomUUID();
    const asked = { ...options, token, upload, idempotencyKey, query: { type, dryRun: 'true' } };
    return (await callJson('post', '/v1/issue-batches', asked)) as DryRun;
  },

  /** The same register under the same key goes on where its durable rows end. */
  send: async (
    token: string,
    type: string,
    upload: RegisterFile,
    idempotencyKey: string,
  ): Promise<Register & { repeated: number }> =>
    (await callJson('post', '/v1/issue-batches', { token, upload, idempotencyKey, query: { type } })) as Register & {
      repeated: number;
    },

  cancel: (token: string, id: string) =>
    callJson('post', '/v1/issue-batches/{id}/cancellation', { token, params: { id } }),

  /** Row by row, as they come. */
  async *results(token: string, id: string): AsyncGenerator<RowResult> {
    const response = await call('get', '/v1/issue-batches/{id}/results', { token, params: { id } });
    for await (const line of pieces(response, '\n')) if (line !== '') yield JSON.parse(line) as RowResult;
  },

  /** Tells how far it is whenever it changes, until it is over; a line that breaks is opened again. */
  async follow(token: string, id: string, tell: (register: Register) => void, signal: AbortSignal): Promise<void> {
    for (let state = ''; state !== 'done' && state !== 'cancelled' && !signal.aborted;) {
      try {
        const response = await call('get', '/v1/issue-batches/{id}/progress', { token, params: { id }, signal });
        for await (const event of pieces(response, '\n\n')) {
          const register = JSON.parse(event.replace(/^data: /, '')) as Register;
          state = register.state;
          if (!signal.aborted) tell(register);
        }
      } catch (error) {
        if (signal.aborted) return;
        // A stream that breaks in the middle is a TypeError.
        if (!(error instanceof ServiceUnreachable) && !(error instanceof TypeError)) throw error;
      }
      if (state !== 'done' && state !== 'cancelled') await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  },
};

/** The texts between the separators of a streamed answer. */
async function* pieces(response: Response, separator: string): AsyncGenerator<string> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const found = (rest + value).split(separator);
    rest = found.pop() ?? '';
    yield* found;
  }
  if (rest !== '') yield rest;
}
