import type { Response } from 'express';

/** Cuts the connection when the client takes nothing for so long of an answer that waits for it. */
export function cutWhenUnread(response: Response, idleMs: number): void {
  response.setTimeout(idleMs, () => {
    if (response.writableLength > 0) response.destroy();
  });
}
