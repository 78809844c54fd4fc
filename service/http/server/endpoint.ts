import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../problem.ts';
import { mediaOf } from '../route.ts';
import type { AnswerSpec, Route, Upload } from '../route.ts';
import type { Role } from '../../ports/tokens.ts';
import type { Services } from '../services.ts';
import { authenticate } from './authenticate.ts';
import { parsePart, queryOf } from './parse.ts';
import { withoutDeadline } from './request-deadline.ts';
import { streamAnswer } from './stream-answer.ts';
import { cutWhenUnread } from './unread.ts';
import { openUpload } from './upload.ts';

export type EndpointSettings = {
  production: boolean;
  /** Checks every answer against its schema and turns a difference into 500: for tests and development. */
  checkAnswers: boolean;
  /** How long a client may stand still in the middle of a body that it sends as a stream, or of an answer that may be long. */
  idleMs: number;
};

function idempotencyKey(request: Request): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined) throw new Problem('idempotency.missing', 'this endpoint needs an Idempotency-Key header');
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,128}$/.test(key)) {
    throw new Problem('idempotency.missing', 'the Idempotency-Key must be 8 to 128 visible ASCII characters');
  }
  return key;
}

/** Aborted when the client has gone. */
function gone(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

type Given = { status: number; body?: unknown; headers?: Record<string, string> };

/** Whether the client has this very answer already (RFC 9110 section 13.1.2; entity tags here have no commas). */
function isKnown(request: Request, etag: string | undefined): boolean {
  const known = request.headers['if-none-match'];
  if (etag === undefined || known === undefined) return false;
  return known.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')));
}

async function send(
  request: Request,
  response: Response,
  answer: Given,
  { spec, idleMs }: { spec: AnswerSpec | undefined; idleMs: number },
): Promise<void> {
  response.status(answer.status);
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.body === undefined || spec === undefined) {
    response.end();
    return;
  }
  if (request.method !== 'POST' && isKnown(request, answer.headers?.['ETag'])) {
    response.status(304).end();
    return;
  }
  // Types of a registered format of their own say their character set themselves.
  response.setHeader('Content-Type', spec.media ?? `${mediaOf(spec)}; charset=utf-8`);
  if (spec.stream !== undefined) {
    cutWhenUnread(response, idleMs);
    if (request.method === 'HEAD') response.end();
    else await streamAnswer(response, spec.stream(answer.body as AsyncIterable<unknown>));
    return;
  }
  if (spec.bytes === true) {
    cutWhenUnread(response, idleMs);
    response.end(answer.body);
    return;
  }
  response.end(spec.text === true ? String(answer.body) : JSON.stringify(answer.body));
}

function checkAnswer(route: Route, answer: Given): void {
  const spec = route.answers[answer.status];
  if (spec === undefined) throw new Error(`${route.operationId} answered ${answer.status}, which it does not declare`);
  if (spec.body === undefined) {
    if (answer.body !== undefined) throw new Error(`${route.operationId} answered a body where none is declared`);
    return;
  }
  if (spec.stream !== undefined) {
    answer.body = checkedItems(route, spec, answer.body as AsyncIterable<unknown>);
    return;
  }
  // What the client will see is the JSON of it: an undefined member is an absent one.
  const { body } = answer;
  const seen: unknown =
    spec.bytes === true ? new TextDecoder().decode(body as Uint8Array) : JSON.parse(JSON.stringify(body));
  const result = spec.body.safeParse(seen);
  if (!result.success)
    throw new Error(`${route.operationId}'s answer is not what it declares: ${result.error.message}`);
}

async function* checkedItems(route: Route, { body }: AnswerSpec, items: AsyncIterable<unknown>) {
  for await (const item of items) {
    const result = body?.safeParse(JSON.parse(JSON.stringify(item)));
    if (!result?.success)
      throw new Error(`${route.operationId} streams what it does not declare: ${result?.error.message}`);
    yield item;
  }
}

/**
 * The handler of one route: role, path, query, header and body are checked in this order, so that nobody without the
 * right role learns what the rest would have said; then the one use case is called and its answer rendered.
 */
export function endpoint(
  route: Route,
  services: Services,
  settings: EndpointSettings,
  readJson: (request: Request, response: Response) => Promise<unknown>,
): RequestHandler {
  return async (request, response) => {
    // Before anything is waited for: who goes meanwhile has gone for good.
    const left = gone(response);
    if (route.developmentOnly === true && settings.production) {
      throw new Problem('route.unknown', 'this endpoint exists only outside production');
    }
    const now = services.clock.now();
    const identify = (roles: readonly Role[]) =>
      authenticate(request.headers.authorization, roles, (token) => services.tokens.check(token, now));
    const caller = route.roles === 'public' ? undefined : await identify(route.roles);
    const parsed = {
      params: route.params === undefined ? undefined : parsePart(route.params, request.params, 'path'),
      query: route.query === undefined ? undefined : parsePart(route.query, queryOf(request.originalUrl), 'query'),
      caller,
      identify,
      idempotencyKey: route.idempotent === true ? idempotencyKey(request) : '',
      body: undefined as unknown,
      upload: undefined as Upload | undefined,
      gone: left,
      now,
      requestId: response.locals.requestId as string,
    };
    if (route.body !== undefined) parsed.body = parsePart(route.body, await readJson(request, response), 'body');
    if (route.upload !== undefined) {
      withoutDeadline(request);
      parsed.upload = openUpload(request, response, route.upload, settings.idleMs);
    }
    const answer = (await route.handler(parsed as never, services)) as Given;
    if (settings.checkAnswers) checkAnswer(route, answer);
    await send(request, response, answer, { spec: route.answers[answer.status], idleMs: settings.idleMs });
  };
}
