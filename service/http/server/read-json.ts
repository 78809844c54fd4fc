import express from 'express';
import type { Request, Response } from 'express';
import { JsonRefused, parseJsonStrict } from '../../proof/strict-json.ts';
import { Problem } from '../problem.ts';

export type BodyLimits = { maxBytes: number; maxDepth: number };

function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const isUtf8 = (one: string) => !one.startsWith('charset') || /^charset="?utf-8"?$/.test(one);
  return type === 'application/json' && parameters.every(isUtf8);
}

function parse(text: string, limits: BodyLimits): unknown {
  try {
    return parseJsonStrict(text, limits);
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    if (error.code === 'json.tooDeep') {
      throw new Problem('body.tooDeep', `the body is nested more than ${limits.maxDepth} levels deep`);
    }
    throw new Problem('body.malformed', `the body is not I-JSON (RFC 7493): ${error.message}`);
  }
}

/**
 * Gives a function that reads a request's body as JSON that every reader reads alike (RFC 7493: no name twice, no lone
 * surrogates, numbers in range), so that nothing stored, hashed or compared later means two things. The size is refused
 * from Content-Length alone where there is one.
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
    return parse(text, limits);
  };
}
