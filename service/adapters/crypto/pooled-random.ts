import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 16_384;
let pool = Buffer.alloc(0);
let at = 0;

/**
 * Secure random bytes, drawn from OpenSSL many at a time: a call of its own costs more than a kilobyte of them. Every byte is
 * given out once.
 */
export function pooledRandom(bytes: number): Buffer {
  if (bytes > POOL_BYTES) return randomFillSync(Buffer.allocUnsafeSlow(bytes));
  if (at + bytes > pool.length) {
    // A new pool, since what was given out of the last one may still be in use.
    pool = randomFillSync(Buffer.allocUnsafeSlow(POOL_BYTES));
    at = 0;
  }
  at += bytes;
  return pool.subarray(at - bytes, at);
}
