import express from 'express';
import type { Request, Response } from 'express';
import { Problem } from '../problem.ts';

export type BodyLimits = { maxBytes: number; maxDepth: number };

/** How deeply arrays and objects are nested in JSON text, counted without parsing it; stops counting above `limit`. */
export function nestingDepth(json: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json.charCodeAt(index);
    if (inString) {
      if (character === 0x5c) index += 1;
      else if (character === 0x22) inString = false;
      continue;
    }
    if (character === 0x22) inString = true;
    else if (character === 0x7b || character === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (deepest > limit) return deepest;
    } else if (character === 0x7d || character === 0x5d) depth -= 1;
  }
  return deepest;
}

function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  return (
    type === 'application/json' &&
    parameters.every((one) => !one.startsWith('charset') || /^charset="?utf-8"?$/.test(one))
  );
}

/**
 * Gives a function that reads a request's body as JSON. The size is refused from Content-Length alone where there is
 * one, the depth before anything is parsed.
 *
 * @throws Problem body.contentType, body.malformed, body.tooDeep; body-parser's own errors for size and encoding
 */
export function jsonReader(limits: BodyLimits): (request: Request, response: Response) => Promise<unknown> {
  const raw = express.raw({ type: () => true, limit: limits.maxBytes, inflate: false });
  return async (request, response) => {
    if (!isJson(request.headers['content-type'])) {
      throw new Problem('body.contentType', 'this endpoint takes application/json in UTF-8');
    }
    await new Promise<void>((resolve, reject) => {
      raw(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
    const bytes: unknown = request.body;
    if (!(bytes instanceof Uint8Array)) throw new Problem('body.malformed', 'the body is empty');
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Problem('body.malformed', 'the body is not UTF-8');
    }
    if (nestingDepth(text, limits.maxDepth) > limits.maxDepth) {
      throw new Problem('body.tooDeep', `the body is nested more than ${limits.maxDepth} levels deep`);
    }
    try {
      return JSON.parse(text);
    } catch {
      throw new Problem('body.malformed', 'the body is not JSON');
    }
  };
}
