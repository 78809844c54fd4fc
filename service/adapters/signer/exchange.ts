import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { SignerRefused, SignerUnavailable } from '../../ports/signer.ts';
import type { SignerTrouble } from '../../ports/signer.ts';
import { ANSWER_MAC_HEADER, authorize, isAnswer } from '../../ports/signer-protocol.ts';
import type { SignerProblem } from '../../ports/signer-protocol.ts';

/** Where a Signer is asked: a socket of this machine or a port of 127.0.0.1. */
export type SignerAddress = { socketPath: string } | { host: string; port: number };

export type Exchange = {
  /**
   * Asks once and gives the body of the answer.
   *
   * @throws SignerUnavailable, SignerRefused
   */
  ask(method: 'GET' | 'POST', path: string, body?: Uint8Array, timeoutMs?: number): Promise<Buffer>;
  close(): void;
};

type Answer = { status: number; body: Buffer; mac: string | undefined };

/** A kept connection was closed by the other side just as it was used: nothing was asked yet. */
class ConnectionLost extends Error {}

const NONCE_BYTES = 16;
const TIMEOUT_MS = 10_000;

const TROUBLE: Readonly<Record<string, SignerTrouble>> = {
  'signer.clockDiffers': 'unauthorised',
  'signer.limitReached': 'limit',
  'signer.keyExpired': 'keyExpired',
  'signer.logUnwritable': 'full',
};

const REFUSED = 422;
const UNAUTHORISED = 401;

function problemOf(body: Buffer): SignerProblem {
  try {
    return JSON.parse(body.toString('utf8')) as SignerProblem;
  } catch {
    return { code: 'signer.internal', message: 'the Signer gave no reason' };
  }
}

/**
 * Speaks to one Signer. Every request is made under the shared secret, and no answer is believed that was not.
 *
 * @param nowMs Unix milliseconds
 */
export function createExchange(options: {
  address: SignerAddress;
  department: string;
  secret: Uint8Array;
  nowMs(): number;
}): Exchange {
  const { address, department, secret, nowMs } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 6 });
  const where = 'socketPath' in address ? address.socketPath : `${address.host}:${address.port}`;

  function exchange(method: string, path: string, body: Uint8Array, header: string, timeout: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: header, 'content-length': body.length };
      const asked = request({ ...address, agent, method, path, headers, timeout }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () => {
          const mac = response.headers[ANSWER_MAC_HEADER];
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks),
            mac: typeof mac === 'string' ? mac : undefined,
          });
        });
      });
      const failed = (error: NodeJS.ErrnoException): void => {
        if (asked.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) {
          return reject(new ConnectionLost(error.message));
        }
        reject(new SignerUnavailable(`the signer of ${department} does not answer at ${where}`, { cause: error }));
      };
      asked.on('error', failed);
      asked.on('timeout', () => asked.destroy(new Error(`no answer within ${timeout} ms`)));
      asked.end(body);
    });
  }

  function judge({ status, body, mac }: Answer, requestMac: Uint8Array): Buffer {
    const unavailable = (trouble: SignerTrouble, message: string): SignerUnavailable =>
      new SignerUnavailable(`the signer of ${department}: ${message}`, { trouble });
    if (!isAnswer(secret, requestMac, { status, body, header: mac })) {
      throw status === UNAUTHORISED && mac === undefined
        ? unavailable('unauthorised', 'it does not share the secret that the service has for it')
        : unavailable('impostor', `who answers at ${where} does not know the shared secret`);
    }
    if (status === 200) return body;
    const { code, message, retryAfterSeconds } = problemOf(body);
    if (status === REFUSED) throw new SignerRefused(code, message);
    const when = retryAfterSeconds === undefined ? '' : `; again in ${retryAfterSeconds} s`;
    throw unavailable(TROUBLE[code] ?? 'failed', `${message}${when} (${code})`);
  }

  return {
    async ask(method, path, body = new Uint8Array(), timeoutMs = TIMEOUT_MS) {
      for (let last = false; ; last = true) {
        const fresh = { time: nowMs(), nonce: randomBytes(NONCE_BYTES) };
        const { header, mac } = authorize(secret, { department, method, path, body }, fresh);
        try {
          return judge(await exchange(method, path, body, header, timeoutMs), mac);
        } catch (error) {
          if (!(error instanceof ConnectionLost)) throw error;
          if (last) throw new SignerUnavailable(`the signer of ${department} closes its connections`, { cause: error });
        }
      }
    },
    close: () => agent.destroy(),
  };
}
