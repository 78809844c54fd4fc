import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { ANSWER_MAC_HEADER, proveAnswer, SIGNER_PATHS } from '../../ports/signer-protocol.ts';
import type { RequestProof, SignerProblem } from '../../ports/signer-protocol.ts';
import { Refusal } from '../checks/refusal.ts';
import { RequestMalformed } from '../operations/deps.ts';
import type { SignerDeps } from '../operations/deps.ts';
import { describe } from '../operations/describe.ts';
import { evaluate } from '../operations/evaluate.ts';
import { signCertificates } from '../operations/sign-certificates.ts';
import { signTransaction } from '../operations/sign-transaction.ts';
import { ClockDiffers } from './admission.ts';
import type { Admission } from './admission.ts';
import { readBody } from './read-body.ts';

/** What a payload may take in base64url, and what a JSON body may. */
const PAYLOAD_BYTES = 16 * 1024;
const JSON_BYTES = 4 * 1024 * 1024;

/** HTTP status by code; all others are bugs. */
const STATUS: Readonly<Record<string, number>> = {
  'signer.unauthorised': 401,
  'signer.clockDiffers': 401,
  'signer.requestMalformed': 400,
  'signer.tooMany': 413,
  'signer.limitReached': 429,
  'signer.keyExpired': 503,
  'signer.logUnwritable': 503,
  'hsm.failed': 503,
};

type Answer = { status: number; type: string; body: Uint8Array };

const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/json',
  body: Buffer.from(JSON.stringify(value), 'utf8'),
});

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new RequestMalformed('the body is no JSON', { cause: error });
  }
}

async function route(deps: SignerDeps, request: IncomingMessage, proof: RequestProof): Promise<Answer> {
  const { certificatesPerRequest } = deps.configuration.limits;
  switch (`${request.method} ${request.url}`) {
    case `GET ${SIGNER_PATHS.info}`:
      return json(200, describe(deps));
    case `POST ${SIGNER_PATHS.jws}`: {
      const body = await readBody(request, proof, (certificatesPerRequest + 1) * PAYLOAD_BYTES);
      return { status: 200, type: 'application/octet-stream', body: await signCertificates(deps, body) };
    }
    case `POST ${SIGNER_PATHS.transactions}`:
      return json(200, await signTransaction(deps, parseJson(await readBody(request, proof, JSON_BYTES))));
    case `POST ${SIGNER_PATHS.evaluations}`:
      return json(200, await evaluate(deps, parseJson(await readBody(request, proof, JSON_BYTES))));
    default:
      return json(404, { code: 'signer.routeUnknown', message: 'there is nothing at this address' });
  }
}

function problem(error: unknown, report: (error: unknown) => void): Answer {
  const { code, message, retryAfterSeconds } = error as Partial<SignerProblem>;
  if (error instanceof Refusal) return json(422, { code: error.code, message: error.message });
  const status = STATUS[String(code)];
  if (status !== undefined) return json(status, { code, message, ...(retryAfterSeconds && { retryAfterSeconds }) });
  report(error);
  return json(500, { code: 'signer.internal', message: 'an unexpected error; the Signer’s operator has been told' });
}

/**
 * The HTTP side of a Signer. Nothing is read of a request whose sender does not hold the secret, and every answer to one who
 * does is under a MAC.
 *
 * @param report told of bugs
 */
export function createSignerServer(
  deps: SignerDeps,
  options: { secret: Uint8Array; admission: Admission; report(error: unknown): void },
): Server {
  const { secret, admission, report } = options;

  function send(response: ServerResponse, { status, type, body }: Answer, proof: RequestProof | undefined): void {
    const mac = proof && { [ANSWER_MAC_HEADER]: proveAnswer(secret, proof.mac, status, body) };
    response.writeHead(status, { 'content-type': type, 'content-length': body.length, ...mac });
    response.end(body);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let proof: RequestProof | undefined;
    try {
      proof = admission.admit(request);
      send(response, await route(deps, request, proof), proof);
    } catch (error) {
      if (error instanceof ClockDiffers) proof = error.proof;
      if (error instanceof Refusal) deps.refusals.note(String(request.url), { [error.code]: 1 });
      // A body that was not read would hold the connection up.
      if (!request.complete) response.setHeader('connection', 'close');
      send(response, problem(error, report), proof);
    }
  }

  const listener: RequestListener = (request, response) => void answer(request, response);
  return createServer({ requestTimeout: 60_000, keepAliveTimeout: 60_000, maxHeaderSize: 8192 }, listener);
}
