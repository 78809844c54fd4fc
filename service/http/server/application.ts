import express from 'express';
import type { ErrorRequestHandler, Express, NextFunction, Request, Response } from 'express';
import { docsPage } from '../docs-page.ts';
import { openApiDocument } from '../openapi.ts';
import { Problem, renderProblem, titleLanguage } from '../problem.ts';
import type { Route } from '../route.ts';
import type { Services } from '../services.ts';
import { endpoint } from './endpoint.ts';
import { requestIdOf, securityHeaders } from './headers.ts';
import { servePages } from './pages.ts';
import { rateLimiter } from './rate-limit.ts';
import type { RateLimit } from './rate-limit.ts';
import { requestDeadline } from './request-deadline.ts';
import { jsonReader } from './read-json.ts';

export type HttpSettings = {
  production: boolean;
  checkAnswers: boolean;
  idleMs: number;
  maxBodyBytes: number;
  maxBodyDepth: number;
  rateLimit: RateLimit;
  /** Proxies in front whose X-Forwarded-For is believed; 0: none, the socket's address counts. */
  trustedProxies: number;
  /** Folder of the built pages. */
  pages: string;
};

/** Told about every 5xx that is a bug; what it does with it (a log line) is the operator's. */
export type ReportBug = (bug: { requestId: string; method: string; path: string; error: unknown }) => void;

/** A client that takes longer than this to send a request is cut; uploads have limits of their own. */
const REQUEST_TIMEOUT_MS = 30_000;

/** `/v1/certificates/{id}` as Express writes it. */
const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');

function allowOf(routes: readonly Route[]): string {
  const methods = routes.flatMap(({ method, refuseHead }) =>
    method === 'GET' && !refuseHead ? ['GET', 'HEAD'] : method,
  );
  return methods.sort().join(', ');
}

function refuseMethod(allow: string): (request: Request) => never {
  return (request) => {
    throw new Problem('route.method', `${request.method} is not for this address`, { headers: { Allow: allow } });
  };
}

/**
 * The region's HTTP application, made from the table of routes.
 *
 * @param routes every endpoint; paths may repeat with other methods
 */
export function createApplication(input: {
  routes: readonly Route[];
  services: Services;
  settings: HttpSettings;
  reportBug: ReportBug;
}): Express {
  const { routes, settings, reportBug } = input;
  const document = openApiDocument(routes, { title: '证链 Zhenglian', version: input.services.version });
  const services: Services = { ...input.services, apiDocument: () => document };
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('trust proxy', settings.trustedProxies);
  app.set('case sensitive routing', true);

  app.use(requestDeadline(REQUEST_TIMEOUT_MS));
  const headers = securityHeaders(settings.production);
  const waitFor = rateLimiter(settings.rateLimit);
  app.use((request: Request, response: Response, next: NextFunction) => {
    const requestId = requestIdOf(request.get('x-request-id'));
    response.locals.requestId = requestId;
    response.setHeader('X-Request-Id', requestId);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const seconds = waitFor(request.ip ?? '', services.clock.now());
    if (seconds > 0) {
      throw new Problem('rate.limited', 'more requests than this address may send', {
        headers: { 'Retry-After': String(seconds) },
      });
    }
    next();
  });

  const readJson = jsonReader({ maxBytes: settings.maxBodyBytes, maxDepth: settings.maxBodyDepth });
  const byPath = Map.groupBy(routes, (route) => route.path);
  for (const [path, group] of byPath) {
    const handlers = app.route(expressPath(path));
    const refuse = refuseMethod(allowOf(group));
    for (const route of group) {
      if (route.refuseHead === true) handlers.head(refuse);
      const handler = endpoint(route, services, settings, readJson);
      if (route.method === 'GET') handlers.get(handler);
      else if (route.method === 'POST') handlers.post(handler);
      else handlers.put(handler);
    }
    handlers.all(refuse);
  }
  const page = docsPage(document);
  app.get('/docs', (_request: Request, response: Response) => {
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(page);
  });
  servePages(app, settings.pages);

  app.use((request: Request) => {
    const known = request.method === 'GET' || request.method === 'HEAD' || request.path.startsWith('/v1/');
    if (known) throw new Problem('route.unknown', 'there is no such endpoint or file');
    refuseMethod('GET, HEAD')(request);
  });
  const onError: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const requestId = response.locals.requestId as string;
    const problem = renderProblem(error, { requestId, language: titleLanguage(request.get('accept-language')) });
    if (problem.bug) reportBug({ requestId, method: request.method, path: request.path, error });
    response.status(problem.status);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    response.setHeader('Content-Language', titleLanguage(request.get('accept-language')));
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
    response.end(JSON.stringify(problem.body));
  };
  app.use(onError);
  return app;
}
