import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { issuePermit, person } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { startRegions } from '../../support/region.ts';
import type { TestRegion, TestRegions } from '../../support/region.ts';

describe('a citizen over HTTP', () => {
  let started: TestRegions;
  let dongying: TestRegion;
  let jinan: TestRegion;
  let permit: IssuedPermit;
  let token: string;
  before(async () => {
    started = await startRegions(['dongying', 'jinan']);
    [dongying, jinan] = started.regions as [TestRegion, TestRegion];
    permit = await issuePermit(dongying, 1);
    token = await dongying.token('citizen', { person: permit.person });
  });
  after(async () => {
    await started.close();
    expect([...dongying.reports, ...jinan.reports]).to.deep.equal([]);
  });

  describe('holdings', () => {
    it('are one’s own certificates with their texts', async () => {
      const { status, json } = await dongying.call('/v1/holdings', { token });
      expect(status).to.equal(200);
      expect(json).to.include({ person: permit.person, name: '示例·第1人' });
      const [certificate] = json.certificates as Record<string, unknown>[];
      expect(certificate).to.include({ id: permit.id, certificate: permit.certificate, status: 'valid' });
      expect(json.records).to.deep.equal([]);
      expect(json.accesses).to.deep.equal([]);
    });

    it('are person.unknown for a token of nobody the region knows', async () => {
      const issued = await dongying.services.tokens.issue(
        { role: 'citizen', subject: randomUUID() },
        60,
        Math.floor(Date.now() / 1000),
      );
      const { status, json } = await dongying.call('/v1/holdings', { token: issued.token });
      expect({ status, code: json.code }).to.deep.equal({ status: 404, code: 'person.unknown' });
    });
  });

  describe('presentations', () => {
    const audience = 'https://jinan.example/windows';
    const open = () => dongying.call('/v1/presentations', { token, body: { audience } });
    const fill = (id: string, ciphertext: string, as = token) =>
      dongying.call(`/v1/presentations/${id}`, { method: 'PUT', token: as, body: { ciphertext } });

    it('go from the citizen’s city to the other city’s window, once', async () => {
      const { status, json } = await open();
      expect(status).to.equal(201);
      const { id, nonce, expiresAt } = json as { id: string; nonce: string; expiresAt: number };
      expect((await jinan.call(`/v1/presentations/${id}`)).json.code).to.equal('presentation.unknown');
      expect((await fill(id, 'c2VhbGVk')).status).to.equal(204);
      const taken = await jinan.call(`/v1/presentations/${id}`);
      expect(taken.status).to.equal(200);
      expect(taken.json).to.deep.equal({ ciphertext: 'c2VhbGVk', nonce, audience, expiresAt });
      for (const city of [jinan, dongying]) {
        const again = await city.call(`/v1/presentations/${id}`);
        expect({ status: again.status, code: again.json.code }).to.deep.equal({
          status: 410,
          code: 'presentation.gone',
        });
      }
    });

    it('take nothing from others, nothing that is no ciphertext, and nothing too large', async () => {
      const id = (await open()).json.id as string;
      const other = await dongying.token('citizen', { person: (await issuePermit(dongying, 2)).person });
      expect((await fill(id, 'abcd', other)).json.code).to.equal('auth.notYours');
      expect((await fill(id, 'not base64url!')).json.code).to.equal('request.invalid');
      expect((await fill(id, 'A'.repeat(90_000))).json.code).to.equal('request.invalid');
      expect((await fill(id, 'A'.repeat(300_000))).json.code).to.equal('body.tooLarge');
    });

    it('are partner.unreachable when the citizen’s city does not answer', async () => {
      const id = (await open()).json.id as string;
      await dongying.stopService();
      const { status, json } = await jinan.call(`/v1/presentations/${id}`);
      await dongying.startService();
      expect({ status, code: json.code }).to.deep.equal({ status: 503, code: 'partner.unreachable' });
    });

    it('do not survive a restart: they live in memory alone', async () => {
      const id = (await open()).json.id as string;
      await dongying.stopService();
      await dongying.startService();
      expect((await dongying.call(`/v1/presentations/${id}`)).json.code).to.equal('presentation.unknown');
    });
  });

  describe('development endpoints', () => {
    it('list synthetic citizens with their numbers masked', async () => {
      const { text, json } = await dongying.call('/v1/development/citizens');
      const [first] = json.citizens as { person: string; name: string; number: string }[];
      expect(first).to.include({ person: permit.person, name: '示例·第1人' });
      expect(first?.number).to.match(/^9900\*+\d{3}[\dX]$/);
      expect(text).not.to.contain(person(1).number);
    });

    it('give tokens for known departments and people only', async () => {
      const ask = async (body: unknown) => (await dongying.call('/v1/development/tokens', { body })).json.code;
      expect(await ask({ role: 'department' })).to.equal('development.department');
      expect(await ask({ role: 'department', department: jinan.department('health') })).to.equal(
        'development.department',
      );
      expect(await ask({ role: 'citizen' })).to.equal('development.person');
      expect(await ask({ role: 'citizen', person: randomUUID() })).to.equal('development.person');
      expect(await ask({ role: 'king' })).to.equal('request.invalid');
    });
  });

  describe('examples', () => {
    it('are none at first, then the folder’s text and JSON files and nothing else', async () => {
      expect((await dongying.call('/examples')).json).to.deep.equal({ examples: [] });
      const folder = join(started.folder, 'data', 'examples');
      mkdirSync(folder, { recursive: true });
      for (const name of ['valid.txt', 'revoked.txt', 'README.md', 'record.json', 'jinan.txt'])
        writeFileSync(join(folder, name), name);
      expect((await dongying.call('/examples')).json).to.deep.equal({
        examples: ['valid.txt', 'jinan.txt', 'record.json', 'revoked.txt'],
      });
      const { text, headers } = await dongying.call('/examples/valid.txt');
      expect(text).to.equal('valid.txt');
      expect(headers.get('content-type')).to.contain('text/plain');
      expect((await dongying.call('/examples/none.txt')).json.code).to.equal('example.unknown');
      expect((await dongying.call('/examples/README.md')).json.code).to.equal('request.invalid');
      expect((await dongying.call('/examples/..%2f..%2fnetworks%2fdongying.json')).status).to.equal(400);
    });
  });
});
