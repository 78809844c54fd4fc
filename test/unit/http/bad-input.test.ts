import { connect } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { request } from '../../support/http-server.ts';
import { serveSample } from './fixture.ts';

describe('a request that cannot be read', () => {
  let server: Awaited<ReturnType<typeof serveSample>>;
  const bugs: unknown[] = [];
  before(async () => {
    server = await serveSample({}, (bug) => bugs.push(bug));
  });
  after(() => server.close());
  afterEach(() => expect(bugs).to.deep.equal([]));

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    request(`${server.url}/v1/things`, {
      body,
      token: 'department',
      headers: { 'idempotency-key': 'key-00000001', ...headers },
    });
  const refused = async (reply: ReturnType<typeof request>, status: number, code: string) => {
    const { status: seen, headers, json } = await reply;
    expect({ status: seen, code: json.code }).to.deep.equal({ status, code });
    expect(headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(json.type).to.equal(`urn:zhenglian:problem:${code}`);
    expect(json.status).to.equal(status);
    expect(json.next).to.have.keys('zh', 'en');
    expect(json.instance).to.equal(`urn:zhenglian:request:${headers.get('x-request-id')}`);
    return json;
  };

  it('is body.malformed when it is no JSON, empty or not UTF-8', async () => {
    await refused(post('{"name": '), 400, 'body.malformed');
    await refused(post(''), 400, 'body.malformed');
    await refused(post('\ufeff{"name":"a"}'), 400, 'body.malformed');
    await refused(post(new Uint8Array([0x22, 0xff, 0x22])), 400, 'body.malformed');
  });

  it('is body.malformed when two readers could read it differently: a name twice, a lone surrogate, a number out of range', async () => {
    for (const body of [
      '{"name":"a","name":"b"}',
      '{"name":"\\ud800"}',
      '{"name":"a","inner":1e999}',
      '{"name":"a"} x',
    ]) {
      await refused(post(body), 400, 'body.malformed');
    }
  });

  it('is body.contentType when it is not JSON in UTF-8', async () => {
    await refused(post('{"name":"a"}', { 'content-type': 'text/plain' }), 415, 'body.contentType');
    await refused(post('{"name":"a"}', { 'content-type': 'application/json; charset=gbk' }), 415, 'body.contentType');
  });

  it('is body.encoding when it is compressed', async () => {
    await refused(post('{"name":"a"}', { 'content-encoding': 'gzip' }), 415, 'body.encoding');
  });

  it('is body.tooLarge at 10 MB, and the process answers the next one', async () => {
    await refused(post(JSON.stringify({ name: 'x'.repeat(10 * 1024 * 1024) })), 413, 'body.tooLarge');
    expect((await post({ name: 'a' })).status).to.equal(201);
  });

  it('is body.tooDeep below 32 levels, be it 10,000 of them', async () => {
    for (const depth of [33, 10_000, 100_000]) {
      await refused(post(`{"name":"a","inner":${'['.repeat(depth)}${']'.repeat(depth)}}`), 400, 'body.tooDeep');
      await refused(post('['.repeat(depth)), 400, 'body.tooDeep');
    }
    const nested = `{"name":"a","inner":${'['.repeat(31)}${']'.repeat(31)}}`;
    expect((await post(nested)).status).to.equal(201);
  });

  it('does not take brackets inside strings for nesting', async () => {
    expect((await post({ name: 'a', inner: '[{\\"'.repeat(1000) })).status).to.equal(201);
  });

  it('is request.invalid with the place when a field is unknown, missing or of another type', async () => {
    const unknown = await refused(post({ name: 'a', age: 3 }), 400, 'request.invalid');
    expect(unknown.errors).to.have.length(1);
    const typed = await refused(post({ name: 7 }), 400, 'request.invalid');
    expect((typed.errors as { path: string }[])[0]?.path).to.equal('/name');
    await refused(post({}), 400, 'request.invalid');
    await refused(post([]), 400, 'request.invalid');
    await refused(post('{"__proto__":{"name":"a"}}'), 400, 'request.invalid');
  });

  it('never repeats what was sent', async () => {
    const { text } = await post({ name: ['99010119900101001X'] });
    expect(text).not.to.contain('99010119900101001X');
  });

  it('is request.invalid when path or query are not as declared', async () => {
    await refused(request(`${server.url}/v1/things/UPPER`), 400, 'request.invalid');
    await refused(request(`${server.url}/v1/things/a?limit=x`), 400, 'request.invalid');
    await refused(request(`${server.url}/v1/things/a?offset=1`), 400, 'request.invalid');
    await refused(request(`${server.url}/v1/things/a?limit=1&limit=2`), 400, 'request.invalid');
    await refused(request(`${server.url}/v1/things/%E0%A4%A`), 400, 'request.invalid');
  });

  it('is idempotency.missing without a usable key', async () => {
    await refused(post({ name: 'a' }, { 'idempotency-key': 'short' }), 400, 'idempotency.missing');
    const reply = request(`${server.url}/v1/things`, { body: { name: 'a' }, token: 'department' });
    await refused(reply, 400, 'idempotency.missing');
  });

  it('gets an answer and no bug, whatever bytes it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string(), fc.uint8Array({ maxLength: 200 })), async (body) => {
        const { status } = await post(body);
        expect([201, 400]).to.include(status);
      }),
      { numRuns: 200 },
    );
  });

  it('gets a problem when it is not even HTTP', async () => {
    const { hostname, port } = new URL(server.url);
    const answered = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answered).to.match(/^HTTP\/1\.1 400 /);
    expect(answered).to.contain('"code":"request.invalid"');
    expect((await request(`${server.url}/v1/things/a`)).status).to.equal(200);
  });
});
