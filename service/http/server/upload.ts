import type { Request, Response } from 'express';
import { SenderIdle } from '../../ports/upload.ts';
import { Problem } from '../problem.ts';
import type { Upload } from '../route.ts';

/** A byte is worth so long a wait: who sends less than 128 bytes a second in the long run sends as good as nothing. */
const MS_A_BYTE = 8;
/** After an answer that came before the whole body: so long the rest is thrown away, so that the answer can be read. */
const REST_MS = 5_000;

function mediaTypeOf(request: Request, allowed: readonly string[]): string {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').split(';').map((one) => one.trim());
  const utf8 = parameters.every((one) => !/^charset/i.test(one) || /^charset="?utf-8"?$/i.test(one));
  const mediaType = type.toLowerCase();
  if (!allowed.includes(mediaType) || !utf8) {
    throw new Problem('body.contentType', `this endpoint takes ${allowed.join(' or ')} in UTF-8`);
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Problem('body.encoding', 'send it without a content encoding');
  }
  return mediaType;
}

async function* piecesOf(request: Request, idleMs: number): AsyncGenerator<Uint8Array> {
  // Leaving the loop early must not destroy the connection, which still has to carry the answer.
  const pieces = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let patienceMs = idleMs;
  try {
    for (;;) {
      const { promise: silence, reject } = Promise.withResolvers<never>();
      const began = performance.now();
      const timer = setTimeout(() => reject(new SenderIdle('next to nothing came for too long')), patienceMs);
      const next = await Promise.race([pieces.next(), silence]).finally(() => clearTimeout(timer));
      if (next.done) break;
      const waited = performance.now() - began;
      patienceMs = Math.min(idleMs, Math.max(0, patienceMs - waited) + next.value.length * MS_A_BYTE);
      yield next.value;
    }
  } catch (error) {
    if (error instanceof SenderIdle) throw error;
    throw new Problem('upload.broken', 'the connection broke before the end');
  } finally {
    // Not awaited: a piece that was asked for may never come.
    void pieces.return?.();
  }
  if (!request.complete) throw new Problem('upload.broken', 'the connection broke before the end');
}

/**
 * A request's body as a stream.
 *
 * @param allowed media types
 * @param idleMs how long it is waited for more of it
 * @throws Problem body.contentType, body.encoding; while it is read: Problem upload.broken, SenderIdle
 */
export function openUpload(request: Request, response: Response, allowed: readonly string[], idleMs: number): Upload {
  const mediaType = mediaTypeOf(request, allowed);
  const stream = piecesOf(request, idleMs);
  response.once('finish', () => {
    if (request.complete) return;
    // Who read may have stopped in the middle. A request flows by itself only when its reader has gone, and a turn later.
    void stream.return(undefined).finally(() => setImmediate(() => request.resume()));
    setTimeout(() => request.destroy(), REST_MS).unref();
  });
  return { mediaType, stream };
}
