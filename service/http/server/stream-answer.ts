import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Sends texts as they come, as fast as the client reads. An error in between cuts the connection, so that nobody takes half
 * an answer for a whole one.
 *
 * @throws what the texts throw; nothing when the client goes
 */
export async function streamAnswer(response: Response, texts: AsyncIterable<string>): Promise<void> {
  response.flushHeaders();
  try {
    await pipeline(Readable.from(texts), response);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ECONNRESET' && code !== 'EPIPE') throw error;
  }
}
