import type { z } from 'zod';
import type { Bilingual } from '../domain/certificate-type.ts';
import type { Caller, Role } from '../ports/tokens.ts';
import type { ProblemCode } from './problem.ts';
import type { Services } from './services.ts';

export type Method = 'GET' | 'POST' | 'PUT';

/**
 * One documented answer: what it means, and the shape of its body (none: no content). `headers` are described by name;
 * `text` is for bodies that are plain text instead of JSON, `bytes` for text that is encoded already, so that many can be
 * sent the same; `media` names another type of text. With `stream` the body is
 * many values of its shape, which `stream` writes one after another as they come.
 */
export type AnswerSpec = {
  description: string;
  body?: z.ZodType;
  text?: true;
  bytes?: true;
  media?: string;
  stream?: (items: AsyncIterable<unknown>) => AsyncIterable<string>;
  headers?: Record<string, string>;
};

/** The media type of a body, without its character set. */
export function mediaOf({ text, media }: AnswerSpec): string {
  return media ?? (text === true ? 'text/plain' : 'application/json');
}

/** What a handler gives back; statuses and bodies are those that the route declares. */
export type Answer<R extends Record<number, AnswerSpec>> = {
  [S in keyof R & number]: R[S] extends { body: infer B extends z.ZodType; stream: unknown }
    ? { status: S; body: AsyncIterable<z.output<B>>; headers?: Record<string, string> }
    : R[S] extends { bytes: true }
      ? { status: S; body: Uint8Array; headers?: Record<string, string> }
      : R[S] extends { body: infer B extends z.ZodType }
        ? { status: S; body: z.output<B>; headers?: Record<string, string> }
        : { status: S; headers?: Record<string, string> };
}[keyof R & number];

/** What a handler is given: everything parsed, the caller's role already checked. `now` is Unix seconds. */
export type Request<P, Q, B, C> = {
  params: P;
  query: Q;
  body: B;
  caller: C;
  /**
   * For public endpoints that give more to those who say who they are: checks the bearer token now.
   *
   * @throws Problem auth.missing, auth.role; TokenInvalid, TokenExpired
   */
  identify(roles: readonly Role[]): Promise<Caller>;
  /** The Idempotency-Key header; only routes that declare `idempotent` see one, and there it is always present. */
  idempotencyKey: string;
  /** The body of a route that declares `upload`; only there. */
  upload: Upload | undefined;
  /** Aborted when the client has gone. */
  gone: AbortSignal;
  now: number;
  requestId: string;
};

/** A body that is read piece by piece, because it may be larger than memory. */
export type Upload = { mediaType: string; stream: AsyncIterable<Uint8Array> };

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/**
 * One endpoint as data: routing, role check, parsing, 405 and the OpenAPI document are all made from it, so they cannot
 * disagree.
 */
export type RouteSpec<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  A extends 'public' | readonly Role[],
  R extends Record<number, AnswerSpec>,
> = {
  method: Method;
  /** With OpenAPI's braces: `/v1/certificates/{id}`. */
  path: string;
  operationId: string;
  roles: A;
  summary: Bilingual;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Takes the body as a stream instead, of one of these media types. */
  upload?: readonly string[];
  /** Requires the Idempotency-Key header (8 to 128 visible ASCII characters). */
  idempotent?: true;
  /** A GET that uses something up: HEAD, which Express would answer with the same handler, is refused. */
  refuseHead?: true;
  /** Not there at all in production: answers 404. */
  developmentOnly?: true;
  answers: R;
  /** Problems beyond those that any endpoint of this kind can give. */
  problems?: readonly ProblemCode[];
  handler: (
    request: Request<Parsed<P>, Parsed<Q>, Parsed<B>, A extends 'public' ? undefined : Caller>,
    services: Services,
  ) => Promise<Answer<R>> | Answer<R>;
};

/** A route with its types forgotten, as the table holds it. */
export type Route = Omit<
  RouteSpec<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined, 'public' | readonly Role[], never>,
  'answers' | 'handler'
> & {
  answers: Record<number, AnswerSpec>;
  handler: (request: Request<never, never, never, never>, services: Services) => unknown;
};

/** Declares a route; the handler's argument and answer are typed by the schemas beside it. */
export function route<
  const A extends 'public' | readonly Role[],
  const R extends Record<number, AnswerSpec>,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<P, Q, B, A, R>): Route {
  return spec as unknown as Route;
}

/** An answer with its status as a literal type, as the route's declaration wants it. */
export function answer<const S extends number, B = undefined>(
  status: S,
  body?: B,
  headers?: Record<string, string>,
): { status: S; body: B; headers?: Record<string, string> } {
  return { status, body: body as B, ...(headers === undefined ? {} : { headers }) };
}
