import type { IncomingMessage } from 'node:http';
import { isBody } from '../../ports/signer-protocol.ts';
import type { RequestProof } from '../../ports/signer-protocol.ts';
import { RequestMalformed, TooMany } from '../operations/deps.ts';
import { Unauthorised } from './admission.ts';

/**
 * Reads a body of the announced length into memory that threads can share, and holds it against the digest that the request
 * was authorized with.
 *
 * @throws RequestMalformed, TooMany, Unauthorised
 */
export async function readBody(request: IncomingMessage, proof: RequestProof, most: number): Promise<Buffer> {
  const text = request.headers['content-length'] ?? '0';
  const length = Number(text);
  if (!/^[0-9]{1,10}$/.test(text)) throw new RequestMalformed('a request announces the length of its body');
  if (length > most) throw new TooMany(`a body of ${length} bytes is over the limit of ${most}`);
  const body = Buffer.from(new SharedArrayBuffer(length));
  let at = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (at + chunk.length > length) throw new RequestMalformed('the body is longer than announced');
    at += chunk.copy(body, at);
  }
  if (at !== length) throw new RequestMalformed('the body is shorter than announced');
  if (!isBody(proof, body)) throw new Unauthorised('the body is not the one that was authorized');
  return body;
}
