/** A token bucket: `perMinute` requests in the long run, up to `burst` at once. */
export type RateLimit = { perMinute: number; burst: number };

/** Addresses remembered at once; beyond it the longest unseen is forgotten, so that memory stays bounded. */
const MAX_ADDRESSES = 20_000;

/** One IPv6 subscriber has a /64 at least, so it counts as one address. */
function bucketName(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  // "::" stands for as many zeros as are missing, so it must be written out before the first four groups are taken.
  const [before = '', after] = address.toLowerCase().split('::');
  const [front, back] = [before, after ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = after === undefined ? 0 : Math.max(0, 8 - (front?.length ?? 0) - (back?.length ?? 0));
  return [...(front ?? []), ...Array<string>(zeros).fill('0'), ...(back ?? [])].slice(0, 4).join(':');
}

/**
 * Counts requests per address. The function it returns takes one request and says how many seconds to wait (0: go on).
 *
 * @param limit perMinute 0: no limit
 */
export function rateLimiter(limit: RateLimit): (address: string, now: number) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perSecond = limit.perMinute / 60;
  return (address, now) => {
    if (limit.perMinute === 0) return 0;
    const name = bucketName(address);
    const known = buckets.get(name);
    const bucket = known ?? { tokens: limit.burst, at: now };
    bucket.tokens = Math.min(limit.burst, bucket.tokens + Math.max(0, now - bucket.at) * perSecond);
    bucket.at = now;
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > MAX_ADDRESSES) buckets.delete(buckets.keys().next().value as string);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return 0;
  };
}
