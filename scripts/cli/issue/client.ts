import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IssueArguments } from './arguments.ts';

/** The service refused, or did not answer in time. The message says which, and what to do. */
export class IssueFailed extends Error {
  override readonly name = 'IssueFailed';
  readonly code = 'cli.issueFailed';
}

export type BatchView = {
  id: string;
  state: 'receiving' | 'issuing' | 'done' | 'cancelled';
  received: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  issued: number;
  failed: number;
  repeated?: number;
};

type Problem = { code?: string; detail?: string; next?: { zh: string; en: string }; errors?: unknown };

const LONG_MS = 30_000;
/** Problems that pass when one waits. */
const passing = (status: number, code: string | undefined): boolean =>
  status >= 500 || status === 429 || code === 'register.busy' || code === 'upload.broken';

/** fetch says only that it failed; why is below. */
const causeOf = ({ message, cause }: Error): string => (cause instanceof Error && cause.message) || message;

/**
 * Speaks to one service.
 *
 * @param onTrouble told why something has to be tried again
 * @throws IssueFailed from every method
 */
export function createIssueClient(input: IssueArguments, key: string, onTrouble: (why: string) => void) {
  const { service } = input;
  const patienceMs = input.waitSeconds * 1000;

  async function ask(path: string, init: RequestInit | (() => RequestInit)) {
    let since = performance.now();
    for (let wait = 200; ; wait = Math.min(wait * 2, 5000)) {
      let why: string;
      const began = performance.now();
      try {
        const response = await fetch(`${service}${path}`, typeof init === 'function' ? init() : init);
        if (response.ok) return response;
        const problem = (await response.json()) as Problem;
        why = `${response.status} ${problem.code ?? ''}: ${problem.detail ?? ''}`;
        if (!passing(response.status, problem.code)) {
          const errors = problem.errors === undefined ? '' : `\n${JSON.stringify(problem.errors)}`;
          throw new IssueFailed(`${why}\n${problem.next?.zh ?? ''} ${problem.next?.en ?? ''}${errors}`);
        }
      } catch (error) {
        if (error instanceof IssueFailed) throw error;
        why = causeOf(error as Error);
      }
      // A request that ran for a while got somewhere: patience begins anew.
      if (performance.now() - began > LONG_MS) since = performance.now();
      if (performance.now() - since >= patienceMs) throw new IssueFailed(`${service} gives no usable answer: ${why}`);
      onTrouble(why);
      await sleep(wait);
    }
  }

  let token = input.token;
  const authorised = async (): Promise<Record<string, string>> => {
    token ??= await developmentToken();
    return { authorization: `Bearer ${token}` };
  };

  async function developmentToken(): Promise<string> {
    type Catalogue = {
      types: { code: string; owner: string }[];
      departments: { uscc: string; kind: string }[];
    };
    const { types, departments } = (await (await ask('/v1/types', {})).json()) as Catalogue;
    const owner = types.find(({ code }) => code === input.type)?.owner;
    const department = departments.find(({ kind }) => kind === owner)?.uscc;
    if (department === undefined) throw new IssueFailed(`${service} has no department that issues ${input.type}`);
    const body = JSON.stringify({ role: 'department', department });
    const headers = { 'content-type': 'application/json' };
    const response = await ask('/v1/development/tokens', { method: 'POST', headers, body });
    return ((await response.json()) as { token: string }).token;
  }

  return {
    /**
     * Sends the file until all of it is durable; after a break the whole file again, of which nothing is issued twice.
     *
     * @param sent told how many bytes of the file are on their way
     */
    async send(sent: (bytes: number) => void): Promise<Record<string, unknown>> {
      const headers = { ...(await authorised()), 'content-type': input.mediaType, 'idempotency-key': key };
      const query = `type=${encodeURIComponent(input.type)}${input.dryRun ? '&dryRun=true' : ''}`;
      const init = (): RequestInit => {
        let bytes = 0;
        const file = createReadStream(input.file, { highWaterMark: 1 << 18 });
        file.on('data', (piece) => sent((bytes += piece.length)));
        return { method: 'POST', headers, body: Readable.toWeb(file) as BodyInit, duplex: 'half' } as RequestInit;
      };
      return (await (await ask(`/v1/issue-batches?${query}`, init)).json()) as Record<string, unknown>;
    },
    /** Every view until the register is done. */
    async follow(id: string, heard: (view: BatchView) => void): Promise<BatchView> {
      for (;;) {
        const response = await ask(`/v1/issue-batches/${id}/progress`, { headers: await authorised() });
        const decoder = new TextDecoder();
        let text = '';
        let last: BatchView | undefined;
        try {
          for await (const piece of response.body as ReadableStream<Uint8Array>) {
            text += decoder.decode(piece, { stream: true });
            const events = text.split('\n\n');
            text = events.pop() as string;
            for (const event of events) heard((last = JSON.parse(event.replace(/^data: /, '')) as BatchView));
          }
        } catch {
          continue; // the line broke: asked again
        }
        if (last?.state === 'done' || last?.state === 'cancelled') return last;
      }
    },
    /** A line a row. */
    async results(id: string, withCertificates: boolean): Promise<ReadableStream<Uint8Array>> {
      const path = `/v1/issue-batches/${id}/results?certificates=${withCertificates}`;
      const response = await ask(path, { headers: await authorised() });
      return response.body as ReadableStream<Uint8Array>;
    },
  };
}
