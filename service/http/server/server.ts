import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderProblem, Problem } from '../problem.ts';

const HEADERS_TIMEOUT_MS = 10_000;
/** After a stop, requests in work have this long to finish. */
const DRAIN_MS = 3_000;

export type RunningServer = { url: string; port: number; close(): Promise<void> };

/** What cannot even be parsed as HTTP gets the same kind of answer as everything else. */
function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const problem = renderProblem(new Problem('request.invalid', 'this is not HTTP as it should be'), {
      requestId: 'unread',
      language: 'zh',
    });
    const body = JSON.stringify(problem.body);
    const head = [
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}

/**
 * Listens. How long a request may take is the application's (`requestDeadline`). `close` takes no new requests, lets those in work finish for three seconds and cuts the rest.
 *
 * @param port 0: any free one
 * @throws the system's error (EADDRINUSE, EACCES)
 */
export async function listen(app: RequestListener, address: { host: string; port: number }): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS }, app);
  answerUnreadable(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
