import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { generateKeyPair, SignJWT } from 'jose';
import { freePorts } from '../../../scripts/start/ports.ts';
import { issuePermit, newKey, permitOffice, until } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const TYPE = 'application/secevent+jwt';

describe('The receiver of webhooks in the guide', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let receiver: ChildProcess;
  let folder: string;
  let url: string;
  let printed = '';

  before(async () => {
    region = await startRegion();
    const guide = await readFile(join(root, 'docs/guides/life-after-issue.md'), 'utf8');
    const code = /^```js\n([\s\S]*?)^```/m.exec(guide)?.[1] ?? '';
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-webhook-'));
    await writeFile(join(folder, 'receiver.mjs'), code);
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const [port = 0] = await freePorts(1);
    url = `http://127.0.0.1:${port}/`;
    const given = [region.url, 'https://dongying.example', 'clerk/clerk-development', String(port)];
    receiver = spawn(process.execPath, [join(folder, 'receiver.mjs'), ...given], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    receiver.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const answers = () =>
      fetch(url, { method: 'POST', body: '' }).then(
        ({ status }) => status === 400,
        () => false,
      );
    await until(answers, 'the receiver');
  });
  after(async () => {
    receiver.kill();
    await region.close();
    await rm(folder, { recursive: true });
    expect(region.reports).to.deep.equal([]);
  });

  const events = () =>
    printed
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('takes what the city tells, and says which case and which licence', async () => {
    const token = await region.token('clerk');
    await region.call('/v1/webhook', { method: 'PUT', token, body: { url } });
    const permit = await issuePermit(region, 1);
    const relied = { artefact: permit.certificate, case: 'CASE-1' };
    await region.call('/v1/verifications', { token, body: relied });
    const office = await permitOffice(region);
    const change = { token: office.token, headers: newKey(), body: { action: 'suspend', reason: 'device-lost' } };
    await region.call(`/v1/certificates/${permit.id}/status-changes`, change);
    await until(() => events().length > 0, 'the event');
    expect(events()).to.have.length(1);
    expect(events()[0]).to.include({ case: 'CASE-1', licence: permit.licence, to: 'suspended', reason: 'device-lost' });
    const delivered = async () => {
      const { json } = await region.call('/v1/notices', { token });
      return (json['notices'] as { delivery?: { state: string } }[])[0]?.delivery?.state === 'delivered';
    };
    await until(delivered, 'the delivery is kept');
  });

  it('refuses what is told to somebody else, who then sees that it did not arrive', async () => {
    const before = printed;
    const token = await region.token('partner');
    await region.call('/v1/webhook', { method: 'PUT', token, body: { url } });
    const permit = await issuePermit(region, 2);
    await region.call('/v1/verifications', { token, body: { artefact: permit.certificate, case: 'CASE-2' } });
    const office = await permitOffice(region);
    const change = { token: office.token, headers: newKey(), body: { action: 'suspend', reason: 'device-lost' } };
    await region.call(`/v1/certificates/${permit.id}/status-changes`, change);
    const trouble = async () => {
      const { json } = await region.call('/v1/notices', { token });
      return (json['notices'] as { delivery?: { trouble?: string } }[])[0]?.delivery?.trouble;
    };
    await until(async () => (await trouble()) === 'status 400', 'the refusal');
    expect(printed).to.equal(before);
  });

  it('refuses what somebody else signed, or is of another kind', async () => {
    const before = printed;
    const { privateKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT({ events: {} })
      .setProtectedHeader({ alg: 'ES256', typ: 'secevent+jwt' })
      .setIssuer('https://dongying.example')
      .setAudience('clerk/clerk-development')
      .setJti('1')
      .sign(privateKey);
    // A true signature of the city, but no notice: its access token.
    const otherKind = await region.token('clerk');
    for (const token of [forged, otherKind, 'no.token.at-all']) {
      const reply = await fetch(url, { method: 'POST', headers: { 'content-type': TYPE }, body: token });
      expect(reply.status).to.equal(400);
    }
    expect(printed).to.equal(before);
  });
});
