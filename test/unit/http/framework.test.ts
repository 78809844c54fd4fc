import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { request } from '../../support/http-server.ts';
import { awaitsLeaving, serveSample } from './fixture.ts';

describe('the HTTP framework', () => {
  let server: Awaited<ReturnType<typeof serveSample>>;
  const bugs: { error: unknown }[] = [];
  before(async () => {
    server = await serveSample({}, (bug) => bugs.push(bug));
  });
  after(() => server.close());
  const get = (path: string, options: Parameters<typeof request>[1] = {}) => request(server.url + path, options);
  const make = (token: string | undefined) =>
    request(`${server.url}/v1/things`, {
      body: { name: 'a' },
      headers: { 'idempotency-key': 'key-00000001' },
      ...(token === undefined ? {} : { token }),
    });

  describe('roles', () => {
    it('lets the named role in and tells the handler who it is', async () => {
      const { status, json } = await make('department');
      expect(status).to.equal(201);
      expect(json).to.deep.equal({ name: 'a', by: '12370500999900011F', key: 'key-00000001' });
    });

    it('answers 401 with a challenge without a token, with a strange or an expired one', async () => {
      for (const [token, code] of [
        [undefined, 'auth.missing'],
        ['strange', 'auth.invalid'],
        ['expired', 'auth.expired'],
      ] as const) {
        const { status, json, headers } = await make(token);
        expect({ status, code: json.code }).to.deep.equal({ status: 401, code });
        expect(headers.get('www-authenticate')).to.match(/^Bearer /);
      }
    });

    it('answers 403 auth.role to another role, before it reads the body', async () => {
      const { status, json } = await request(`${server.url}/v1/things`, { body: '{', token: 'citizen' });
      expect({ status, code: json.code }).to.deep.equal({ status: 403, code: 'auth.role' });
    });
  });

  describe('addresses and methods', () => {
    it('answers 405 with Allow to methods that an address does not have', async () => {
      for (const [method, path, allow] of [
        ['DELETE', '/v1/things', 'POST'],
        ['POST', '/v1/things/a', 'GET, HEAD'],
        ['OPTIONS', '/v1/things/a', 'GET, HEAD'],
        ['PATCH', '/v1/failures', 'POST'],
      ] as const) {
        const { status, headers, json } = await get(path, { method });
        expect({ status, allow: headers.get('allow'), code: json.code }).to.deep.equal({
          status: 405,
          allow,
          code: 'route.method',
        });
      }
    });

    it('answers HEAD like GET without a body, but never where GET uses something up', async () => {
      expect((await get('/v1/things/a', { method: 'HEAD' })).status).to.equal(200);
      const { status, headers } = await get('/v1/once', { method: 'HEAD' });
      expect({ status, allow: headers.get('allow') }).to.deep.equal({ status: 405, allow: 'GET' });
    });

    it('answers 404 route.unknown to anything else under /v1', async () => {
      const { status, json } = await get('/v1/nothing', { headers: { accept: 'text/html' } });
      expect({ status, code: json.code }).to.deep.equal({ status: 404, code: 'route.unknown' });
    });

    it('has development endpoints only outside production', async () => {
      expect((await get('/v1/development/toys')).status).to.equal(204);
      const production = await serveSample({ production: true });
      try {
        const { status, json } = await request(`${production.url}/v1/development/toys`);
        expect({ status, code: json.code }).to.deep.equal({ status: 404, code: 'route.unknown' });
      } finally {
        await production.close();
      }
    });
  });

  describe('headers', () => {
    it('forbid scripts and frames of others, sniffing and caching', async () => {
      const { headers } = await get('/v1/things/a');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).to.contain("script-src 'self'");
      expect(policy).to.contain("frame-ancestors 'none'");
      expect(policy).not.to.contain('unsafe-eval');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('referrer-policy')).to.equal('no-referrer');
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(headers.get('x-powered-by')).to.equal(null);
    });

    it('carry the caller’s request id back, or a new one when it is unfit', async () => {
      const given = await get('/v1/things/a', { headers: { 'x-request-id': 'window-7.00042' } });
      expect(given.headers.get('x-request-id')).to.equal('window-7.00042');
      const unfit = await get('/v1/things/a', { headers: { 'x-request-id': 'a b"<>' } });
      expect(unfit.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
    });

    it('title a problem in the language asked for, Chinese by default', async () => {
      const titles = await Promise.all(
        ['en-GB,en;q=0.9', 'zh-CN,zh;q=0.9,en;q=0.1', 'fr'].map(async (language) => {
          return (await get('/v1/nothing', { headers: { 'accept-language': language } })).json.title as string;
        }),
      );
      expect(titles.map((title) => /[\u4e00-\u9fff]/.test(title))).to.deep.equal([false, true, true]);
    });
  });

  describe('what goes wrong inside', () => {
    const fail = (how: string) => request(`${server.url}/v1/failures`, { body: { how } });

    it('is 500 internal without a word of the cause, and reported', async () => {
      bugs.length = 0;
      const { status, json, text } = await fail('bug');
      expect({ status, code: json.code }).to.deep.equal({ status: 500, code: 'internal' });
      expect(text).not.to.contain('secret');
      expect(bugs.map(({ error }) => (error as Error).message)).to.deep.equal(['secret: 99010119900101001X']);
    });

    it('is 503 with Retry-After when the store refuses', async () => {
      const { status, json, headers } = await fail('store');
      expect({ status, code: json.code }).to.deep.equal({ status: 503, code: 'store.unavailable' });
      expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
    });

    it('is 500 when an answer is not what the route declares', async () => {
      expect((await fail('wrongAnswer')).status).to.equal(500);
    });
  });

  it('tells a handler that the client has gone, also when it went before the token was checked', async () => {
    const { leaving, seen } = awaitsLeaving();
    const leavable = await serveSample({}, () => undefined, [leaving]);
    for (const [i, token] of ['department', 'slow'].entries()) {
      const signal = AbortSignal.timeout(30);
      const headers = { authorization: `Bearer ${token}` };
      await fetch(`${leavable.url}/v1/leavings`, { headers, signal }).catch(() => undefined);
      for (let wait = 0; seen.length === i && wait < 300; wait++) await setTimeout(10);
    }
    await leavable.close();
    expect(seen).to.deep.equal([true, true]);
  });

  it('limits requests per address and says how long to wait', async () => {
    const limited = await serveSample({ rateLimit: { perMinute: 60, burst: 3 } });
    try {
      const replies = [];
      for (let count = 0; count < 4; count += 1) replies.push(await request(`${limited.url}/v1/things/a`));
      expect(replies.map(({ status }) => status)).to.deep.equal([200, 200, 200, 429]);
      expect(replies[3]?.json.code).to.equal('rate.limited');
      expect(replies[3]?.headers.get('retry-after')).to.equal('1');
    } finally {
      await limited.close();
    }
  });

  describe('pages', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhenglian-pages-'));
    let pages: typeof server;
    before(async () => {
      mkdirSync(join(folder, 'assets'));
      writeFileSync(join(folder, 'index.html'), '<!doctype html><title>证链</title>');
      writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'export {};');
      pages = await serveSample({ pages: folder });
    });
    after(async () => {
      await pages.close();
      rmSync(folder, { recursive: true });
    });
    const open = (path: string, method = 'GET') =>
      request(pages.url + path, { method, headers: { accept: 'text/html,*/*' } });

    it('answer every page address with index.html, and assets for a year', async () => {
      for (const path of ['/', '/verify', '/citizen/certificates']) {
        const { status, text, headers } = await open(path);
        expect(status).to.equal(200);
        expect(text).to.contain('证链');
        expect(headers.get('cache-control')).to.equal('no-cache');
      }
      expect((await open('/assets/index-abc123.js')).headers.get('cache-control')).to.contain('immutable');
    });

    it('never answer a missing file or an endpoint with index.html', async () => {
      for (const path of ['/assets/other.js', '/favicon.ico', '/v1/nothing', '/..%2f..%2fpackage.json']) {
        expect((await open(path)).status, path).to.be.within(400, 404);
      }
      const { status, headers } = await open('/verify', 'POST');
      expect({ status, allow: headers.get('allow') }).to.deep.equal({ status: 405, allow: 'GET, HEAD' });
    });

    it('say how to build them where they are not', async () => {
      const { status, json } = await get('/verify', { headers: { accept: 'text/html' } });
      expect({ status, code: json.code }).to.deep.equal({ status: 404, code: 'route.unknown' });
      expect(json.detail).to.contain('build:web');
    });
  });
});
