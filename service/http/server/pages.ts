import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import { Problem } from '../problem.ts';

const DAY_SECONDS = 86_400;

/**
 * Serves the built pages: files as they are (those with a hash in their name for a year), and index.html for every
 * other address that a browser opens, since the pages route themselves.
 *
 * @param folder `dist/web`; where it is not built, addresses answer 404 with that hint
 */
export function servePages(app: Express, folder: string): void {
  app.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders(response, path) {
        const hashed = /[\\/]assets[\\/]/.test(path);
        response.setHeader('Cache-Control', hashed ? `public, max-age=${365 * DAY_SECONDS}, immutable` : 'no-cache');
      },
    }),
  );
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const isPage = !/^\/(v1|health|openapi\.json)(\/|$)/.test(request.path) && !/\.[a-z0-9]+$/i.test(request.path);
    if (!isPage || request.accepts('html') === false) return next();
    const index = join(folder, 'index.html');
    if (!existsSync(index)) throw new Problem('route.unknown', 'the pages are not built: run `npm run build:web`');
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index, { dotfiles: 'allow' });
  });
}
