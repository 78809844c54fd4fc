import type { NextFunction, Request, Response } from 'express';

const released = new WeakSet<Request>();

/** Lets a request take as long as it likes; whoever does so watches it by other means. */
export function withoutDeadline(request: Request): void {
  released.add(request);
}

/**
 * Cuts requests whose body has not come within a time: a client that takes longer holds a connection that others need.
 * Node's own limit knows no exception for registers, which take minutes.
 */
export function requestDeadline(milliseconds: number) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const timer = setTimeout(() => {
      if (!request.complete && !released.has(request)) request.destroy();
    }, milliseconds);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
