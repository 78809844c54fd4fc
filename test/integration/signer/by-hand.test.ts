import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { authorize, isAnswer, parseSharedSecret, SIGNER_PATHS } from '../../../service/ports/signer-protocol.ts';
import { USCC } from '../../support/signer/department.ts';
import { anchorMany, header, segment } from '../../support/signer/inputs.ts';
import { useSigner } from '../../support/signer/use-signer.ts';

describe('asking a Signer over HTTP by hand', () => {
  const { department, open, logLines, reports } = useSigner();

  const secret = (): Uint8Array =>
    parseSharedSecret(readFileSync(join(department().folder, 'access.key'), 'utf8')) as Uint8Array;

  type Reply = { status: number; code: string; proven: boolean };
  function ask(
    method: string,
    path: string,
    sent: string,
    options: { body?: string; length?: number } = {},
  ): Promise<Reply> {
    const body = Buffer.from(options.body ?? sent);
    const fresh = { time: Date.now(), nonce: randomBytes(16) };
    const authorized = { department: USCC, method, path, body: Buffer.from(sent) };
    const { header: authorization, mac } = authorize(secret(), authorized, fresh);
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          socketPath: join(department().folder, 'signer.sock'),
          ...{ method, path },
          headers: { authorization, 'content-length': options.length ?? body.length },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const status = response.statusCode ?? 0;
            const bytes = Buffer.concat(chunks);
            const given = response.headers['zhenglian-signer-mac'] as string | undefined;
            const proven = isAnswer(secret(), mac, { status, body: bytes, header: given });
            resolve({
              status,
              proven,
              code: status === 200 ? '' : (JSON.parse(String(bytes)) as { code: string }).code,
            });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }

  it('what is no request is refused by code, and every answer is proven', async () => {
    await open({ limits: { certificatesPerRequest: 3 } });
    const line = segment({ a: 1 });
    const head = header(department().certificates);
    const { jws, transactions, evaluations, info } = SIGNER_PATHS;
    const cases: [string, string, string, number, string][] = [
      ['GET', info, '', 200, ''],
      ['POST', info, '', 404, 'signer.routeUnknown'],
      ['GET', '/', '', 404, 'signer.routeUnknown'],
      ['POST', jws, '', 400, 'signer.requestMalformed'],
      ['POST', jws, `${head}\n`, 400, 'signer.requestMalformed'],
      ['POST', jws, `${head}\n\n`, 400, 'signer.requestMalformed'],
      ['POST', jws, `${head}\n${line}`, 400, 'signer.requestMalformed'],
      ['POST', jws, `${head}\n${`${line}\n`.repeat(4)}`, 413, 'signer.tooMany'],
      ['POST', jws, `x\n${line}\n`, 422, 'signer.headerMalformed'],
      ['POST', transactions, '{', 400, 'signer.requestMalformed'],
      ['POST', transactions, '{"chainId":"1"}', 400, 'signer.requestMalformed'],
      ['POST', transactions, JSON.stringify({ ...anchorMany(), value: 1 }), 400, 'signer.requestMalformed'],
      ['POST', evaluations, '{"alphas":[]}', 400, 'signer.requestMalformed'],
      ['POST', evaluations, '{"alphas":["a+b="]}', 400, 'signer.requestMalformed'],
      ['POST', evaluations, '{"alphas":["AAAA"]}', 422, 'signer.inputMalformed'],
    ];
    for (const [method, path, body, status, code] of cases) {
      expect(await ask(method, path, body), `${method} ${path} ${body.slice(-9)}`).to.deep.equal({
        ...{ status, code, proven: true },
      });
    }
    expect(reports).to.deep.equal([]);
  });

  it('a body other than the authorized one is not signed', async () => {
    await open();
    const other = JSON.stringify(anchorMany({ nonce: 4 }));
    const reply = await ask('POST', SIGNER_PATHS.transactions, JSON.stringify(anchorMany()), { body: other });
    expect(reply).to.include({ status: 401, code: 'signer.unauthorised' });
    expect(logLines().map(({ op }) => op)).to.deep.equal(['started']);
  });

  it('a body over the limit is not read', async () => {
    await open({ limits: { certificatesPerRequest: 3 } });
    const reply = await ask('POST', SIGNER_PATHS.jws, 'x', { length: 100_000_000 });
    expect(reply).to.deep.equal({ status: 413, code: 'signer.tooMany', proven: true });
  });
});
