import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RpcMethods } from './rpc-methods.ts';

const MAX_BODY = 4 * 1024 * 1024;
const MAX_BATCH = 1000;
/** No call of Ethereum's JSON-RPC nests deeper; the engine's parser has a limit of its own. */
const MAX_DEPTH = 32;

/** Another program listens there. Choose another port. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
  readonly code = 'portInUse';
  constructor(port: number) {
    super(`port ${port} of 127.0.0.1 is in use; choose another with --port`);
  }
}

type Reply = { readonly status: number; readonly text: string };

const errorText = (id: unknown, code: number, message: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });

const isTooDeep = (value: unknown, room: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (room === 0 || Object.values(value).some((inner) => isTooDeep(inner, room - 1)));

/** One call's response as text; undefined for a notification. @see JSON-RPC 2.0 sections 4 and 5 */
async function call(
  methods: RpcMethods,
  request: unknown,
  report: (line: string) => void,
): Promise<string | undefined> {
  const { jsonrpc, id, method, params = [] } = (request ?? {}) as Record<string, unknown>;
  const answerable = typeof id === 'string' || typeof id === 'number' || id === null || id === undefined;
  if (Array.isArray(request) || jsonrpc !== '2.0' || typeof method !== 'string' || !answerable) {
    return errorText(answerable ? (id ?? null) : null, -32600, 'Invalid request');
  }
  let text: string;
  if (!Array.isArray(params)) {
    text = errorText(id, -32602, 'Expected params as an array');
  } else if (isTooDeep(params, MAX_DEPTH)) {
    text = errorText(id, -32602, 'The params are nested too deeply');
  } else {
    try {
      const reply = await methods(method, params);
      text = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},${reply.text.slice(1)}`;
    } catch (error) {
      report(`${method} failed: ${error instanceof Error ? error.message : String(error)}`);
      text = errorText(id, -32603, 'The chain cannot answer; see its log');
    }
  }
  return id === undefined ? undefined : text;
}

async function answer(methods: RpcMethods, body: string, report: (line: string) => void): Promise<Reply> {
  let request: unknown;
  try {
    request = JSON.parse(body);
  } catch {
    return { status: 400, text: errorText(null, -32700, 'The body is not JSON') };
  }
  if (!Array.isArray(request)) return { status: 200, text: (await call(methods, request, report)) ?? '' };
  if (request.length === 0 || request.length > MAX_BATCH) {
    return { status: 200, text: errorText(null, -32600, `A batch holds 1 to ${MAX_BATCH} calls`) };
  }
  const replies = await Promise.all(request.map((one) => call(methods, one, report)));
  const answered = replies.filter((reply) => reply !== undefined);
  return { status: 200, text: answered.length === 0 ? '' : `[${answered.join(',')}]` };
}

/** The body as text, or undefined if it is longer than allowed. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function respond(response: ServerResponse, { status, text }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

export type RpcServerOptions = {
  readonly port: number;
  readonly methods: RpcMethods;
  /** What GET /health says; 503 if `ready` is false. */
  readonly health: () => { ready: boolean } & Record<string, unknown>;
  readonly report: (line: string) => void;
};

/**
 * JSON-RPC over HTTP on 127.0.0.1. A page in a browser cannot call it: it asks for the content type application/json,
 * which needs a preflight request, and answers none.
 *
 * @throws PortInUse
 */
export async function openRpcServer(options: RpcServerOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { port, methods, health, report } = options;

  async function handle(request: IncomingMessage): Promise<Reply> {
    if (request.url === '/health' && request.method === 'GET') {
      const state = health();
      return { status: state.ready ? 200 : 503, text: JSON.stringify(state) };
    }
    if (request.method !== 'POST') return { status: 405, text: errorText(null, -32600, 'Calls come by POST') };
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      return { status: 415, text: errorText(null, -32600, 'Calls come as application/json') };
    }
    const body = await readBody(request);
    if (body === undefined) return { status: 413, text: errorText(null, -32600, `A body holds ${MAX_BODY} bytes`) };
    return answer(methods, body, report);
  }

  const server = createServer((request, response) => {
    handle(request).then(
      (reply) => {
        if (reply.status === 413) response.setHeader('connection', 'close'); // the rest of the body is not read
        respond(response, reply);
      },
      () => response.destroy(), // the client went away in the middle of its request
    );
  });
  await listenLocally(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Listens on 127.0.0.1; port 0 takes a free one. @throws PortInUse */
export function listenLocally(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUse(port) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
