import { expect } from 'chai';
import { rateLimiter } from '../../../service/http/server/rate-limit.ts';

/** Whether the second address pays for what the first has used up. */
function sameBucket(first: string, second: string): boolean {
  const wait = rateLimiter({ perMinute: 60, burst: 1 });
  expect(wait(first, 0)).to.equal(0);
  return wait(second, 0) > 0;
}

describe('the rate limit', () => {
  it('counts one IPv6 subscriber once, however the addresses are written', () => {
    for (const [first, second] of [
      ['2001:db8:1:2:a:b:c:d', '2001:db8:1:2:e:f:1:2'],
      ['2001:db8::a:b:c:d', '2001:db8::e:f:1:2'],
      ['2001:db8::a:b:c:d', '2001:db8::1'],
      ['2001:db8:1::a:b:c:d', '2001:DB8:1::e'],
      ['::1', '::2'],
    ] as const) {
      expect(sameBucket(first, second), `${first} ${second}`).to.equal(true);
    }
  });

  it('counts subscribers apart', () => {
    for (const [first, second] of [
      ['2001:db8:1:2::1', '2001:db8:1:3::1'],
      ['2001:db8::1', '2001:db9::1'],
      ['192.0.2.1', '192.0.2.2'],
    ] as const) {
      expect(sameBucket(first, second), `${first} ${second}`).to.equal(false);
    }
  });

  it('knows an IPv4 address in its IPv6 form', () => {
    expect(sameBucket('192.0.2.1', '::ffff:192.0.2.1')).to.equal(true);
  });

  it('lets as many pass at once as the burst, and then as time goes by', () => {
    const wait = rateLimiter({ perMinute: 30, burst: 2 });
    const waits = [0, 0, 0, 2].map((now) => wait('192.0.2.1', now));
    expect(waits).to.deep.equal([0, 0, 2, 0]);
  });
});
