import { createServer } from 'node:http';
import { listen } from './listen.ts';

export type Pushed = { token: string; contentType: string | undefined };

/** A receiver of webhooks on a free port of 127.0.0.1; it takes with `status` what comes. */
export async function webhookReceiver() {
  const pushed: Pushed[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      pushed.push({ token: Buffer.concat(chunks).toString(), contentType: request.headers['content-type'] });
      response.writeHead(receiver.status, receiver.status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  const { url, close } = await listen(server);
  const receiver = { url: `${url}/notices`, status: 202, pushed, close };
  return receiver;
}
