import { ChainUnreachable } from '../../ports/chain-reader.ts';
import { askJson } from './http-json.ts';

/** The node answered with an error. `data` is the return data of a revert. */
export class RpcRefused extends Error {
  override readonly name = 'RpcRefused';
  readonly code = 'rpc.refused';
  readonly rpcCode: number;
  readonly data: unknown;
  constructor(method: string, error: { code?: unknown; message?: unknown; data?: unknown }) {
    super(`${method}: ${String(error.message)}`);
    this.rpcCode = Number(error.code);
    this.data = error.data;
  }
}

export type RpcCall = [method: string, params: readonly unknown[]];

/** JSON-RPC 2.0 over HTTP to the first of a chain's nodes that answers. */
export type JsonRpc = {
  /** @throws RpcRefused, ChainUnreachable */
  call<T>(method: string, params: readonly unknown[], deadline?: number): Promise<T>;
  /** All calls in one request, answered by one node. @throws RpcRefused, ChainUnreachable */
  batch(calls: readonly RpcCall[], deadline?: number): Promise<unknown[]>;
};

type Reply = { id?: unknown; result?: unknown; error?: { code?: unknown; message?: unknown; data?: unknown } };

function resultOf(method: string, reply: Reply | undefined): unknown {
  if (reply?.error !== undefined && reply.error !== null) throw new RpcRefused(method, reply.error);
  if (reply === undefined || reply.result === undefined) throw new ChainUnreachable(`${method} has no result`);
  return reply.result;
}

function repliesById(json: unknown): Map<unknown, Reply> {
  const replies = Array.isArray(json) ? (json as unknown[]) : [json];
  const objects = replies.filter((reply): reply is Reply => typeof reply === 'object' && reply !== null);
  return new Map(objects.map((reply) => [reply.id, reply]));
}

/**
 * @param timeoutMs for one exchange with one node; a `deadline` (milliseconds of performance.now) shortens it
 */
export function createJsonRpc(urls: readonly string[], timeoutMs: number): JsonRpc {
  const ask = async <T>(body: unknown, deadline: number, read: (json: unknown) => T): Promise<T> => {
    let last: unknown;
    for (const [place, url] of urls.entries()) {
      const left = (deadline - performance.now()) / (urls.length - place);
      if (left <= 0) break;
      try {
        return read((await askJson(url, Math.min(timeoutMs, left), body)).json);
      } catch (error) {
        if (!(error instanceof ChainUnreachable)) throw error;
        last = error;
      }
    }
    throw new ChainUnreachable('no node of the chain answers in time', { cause: last });
  };
  const ownDeadline = (): number => performance.now() + timeoutMs * urls.length;

  return {
    call: <T>(method: string, params: readonly unknown[], deadline = ownDeadline()) =>
      ask(
        { jsonrpc: '2.0', id: 1, method, params },
        deadline,
        (json) => resultOf(method, repliesById(json).get(1)) as T,
      ),
    batch(calls, deadline = ownDeadline()) {
      if (calls.length === 0) return Promise.resolve([]);
      const body = calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params }));
      return ask(body, deadline, (json) => {
        const replies = repliesById(json);
        return calls.map(([method], id) => resultOf(method, replies.get(id)));
      });
    },
  };
}
