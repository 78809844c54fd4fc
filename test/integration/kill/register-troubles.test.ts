import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as streamText } from 'node:stream/consumers';
import { expect } from 'chai';
import { regionOf } from '../../../scripts/start/region-data.ts';
import { departmentFolder } from '../../../service/adapters/pki/key-files.ts';
import { bytesToHex, utf8 } from '../../../service/proof/bytes.ts';
import { ndjson } from '../../support/bulk/register.ts';
import { NDJSON, registerClient } from '../../support/bulk/register-client.ts';
import type { RegisterClient } from '../../support/bulk/register-client.ts';
import { titleRow } from '../../support/bulk/title-rows.ts';
import { request } from '../../support/http-server.ts';
import { until } from '../../support/issue.ts';
import { canFillDisks, fillDisk, makeRoom } from '../../support/kill/full-disk.ts';
import { tokenOf } from '../../support/kill/insist.ts';
import { KIND, startKillRegion } from '../../support/kill/kill-region.ts';
import type { KillRegion } from '../../support/kill/kill-region.ts';
import { DEPARTMENT } from '../../support/kill/workload.ts';
import { decide } from '../../support/signer/council.ts';

const rows = (count: number, from: number): string =>
  ndjson(Array.from({ length: count }, (_, n) => titleRow(from + n)));
const PATIENCE_S = 60;

describe('Trouble in the middle of a register, with every program a process of its own', function () {
  this.timeout(150_000);
  let folder: string;
  let region: KillRegion;
  let client: RegisterClient;
  let token: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zl-trouble-'));
    region = await startKillRegion(folder, 1);
    for (const proxy of Object.values(region.proxies)) await proxy.behave();
    token = await tokenOf(region.serviceUrl, DEPARTMENT)();
    client = registerClient({ url: region.serviceUrl, call }, token);
  });
  after(async () => {
    await region?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => void region.told.splice(0));

  const call = (path: string, options?: Parameters<typeof request>[1]) => request(region.serviceUrl + path, options);
  const signer = () => region.programs.signer(region.id, KIND);
  const isTold = (what: string) => region.told.some((line) => line.includes(what));
  const stateOf = async (id: string) => String((await client.view(id))['state']);
  const isOver = (id: string) => until(async () => /done|cancelled/.test(await stateOf(id)), 'settled', PATIENCE_S);
  const verdictOf = async (artefact: unknown) =>
    (await call('/v1/verifications', { body: { artefact } })).json['verdict'];

  /** Every row is issued once, and the first and the last verify. */
  async function expectIssued(id: string, count: number): Promise<void> {
    await isOver(id);
    const lines = await client.results(id, '?certificates=true');
    expect(lines.map(({ row, state }) => `${row} ${state}`)).to.deep.equal(
      Array.from({ length: count }, (_, n) => `${n + 1} issued`),
    );
    expect(new Set(lines.map(({ licence }) => licence)).size).to.equal(count);
    for (const line of [lines[0], lines.at(-1)]) expect(await verdictOf(line?.certificate)).to.equal('valid');
  }

  async function restartSigner(change: (configuration: { types: string[] }) => object): Promise<void> {
    const uscc = regionOf(region.id).departments.find(({ kind }) => kind === KIND)?.uscc as string;
    const file = join(departmentFolder(join(region.keys, region.id), uscc), 'signer.json');
    const configuration = JSON.parse(readFileSync(file, 'utf8')) as { types: string[] };
    await signer().stop();
    writeFileSync(file, JSON.stringify({ ...configuration, ...change(configuration) }));
    await signer().start();
  }

  it('a full disk: the sender is told what to do, verification goes on, and nothing is lost or done twice', async function () {
    // Only Linux's prlimit refuses a running program's writes as a full disk does; without it nothing can be shown here.
    if (!canFillDisks) return this.skip();
    const earlier = await client.send(rows(3, 0), 'before-full');
    await expectIssued(String(earlier.json['id']), 3);
    const [first] = await client.results(String(earlier.json['id']), '?certificates=true');

    const service = region.programs.program(region.id, 'service').pid as number;
    const body = rows(6000, 1000);
    const half = Math.floor(body.length / 2);
    const sending = httpRequest(`${region.serviceUrl}/v1/issue-batches?type=professional-title`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, authorization: `Bearer ${token}`, 'idempotency-key': 'disk-full' },
    });
    const answered = new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
      (resolve, reject) => {
        sending.on('error', reject);
        sending.on('response', (response) => {
          const { statusCode: status = 0, headers } = response;
          streamText(response).then((text) => resolve({ status, headers, text }), reject);
        });
      },
    );
    sending.write(body.slice(0, half));
    const isBegun = ({ state, received }: { state: string; received: number }) => state === 'receiving' && received > 0;
    await until(async () => (await client.list()).some(isBegun), 'some rows are durable', PATIENCE_S);
    expect(fillDisk(service)).to.equal(true);
    sending.end(body.slice(half));
    const { status, headers, text } = await answered;
    const problem = JSON.parse(text) as { code: string; next: { zh: string; en: string } };
    expect([status, problem.code], text).to.deep.equal([503, 'store.unavailable']);
    expect(problem.next.zh).to.contain('磁盘');
    expect(problem.next.en).to.contain('disk space');
    expect(Number(headers['retry-after'])).to.be.greaterThan(0);
    expect((await call('/health')).status).to.equal(503);
    expect(await verdictOf(first?.certificate)).to.equal('valid');

    makeRoom(service);
    await until(async () => (await call('/health')).status === 200, 'health recovers by itself', PATIENCE_S);
    const again = await client.send(body, 'disk-full');
    expect(again.json, again.text).to.include({ received: 6000, accepted: 6000, duplicates: 0, rejected: 0 });
    expect(Number(again.json['repeated'])).to.be.greaterThan(0);
    await expectIssued(String(again.json['id']), 6000);
  });

  it('a full disk of the Signer: work waits, the operator is told why, and it goes on when there is room', async function () {
    if (!canFillDisks) return this.skip();
    const pid = signer().pid as number;
    expect(fillDisk(pid)).to.equal(true);
    const sent = await client.send(rows(1500, 20_000), 'signer-full');
    expect(sent.status, sent.text).to.equal(202);
    await until(() => isTold('its work waits'), 'the operator is told', PATIENCE_S);
    expect(region.told.join('\n')).to.contain('signer.logUnwritable');
    expect(await stateOf(String(sent.json['id']))).to.equal('issuing');
    makeRoom(pid);
    await expectIssued(String(sent.json['id']), 1500);
  });

  it('a Signer that hangs: work waits, the operator is told, and it goes on when the Signer does', async () => {
    const pid = signer().pid as number;
    const sent = await client.send(rows(1500, 30_000), 'signer-hangs');
    process.kill(pid, 'SIGSTOP');
    try {
      expect(sent.status, sent.text).to.equal(202);
      await until(() => isTold('does not answer'), 'the operator is told', PATIENCE_S);
      expect(await stateOf(String(sent.json['id']))).to.equal('issuing');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await expectIssued(String(sent.json['id']), 1500);
  });

  it('a Signer that refuses: every row fails by name, and can be sent again when the Signer has been put right', async () => {
    let types: string[] = [];
    await restartSigner((configuration) => {
      types = configuration.types;
      return { types: types.filter((type) => !type.includes('professional-title')) };
    });
    const body = rows(700, 40_000);
    const sent = await client.send(body, 'signer-refuses');
    expect(sent.status, sent.text).to.equal(202);
    await isOver(String(sent.json['id']));
    expect(await client.view(String(sent.json['id']))).to.include({ failed: 700, issued: 0 });
    const reasons = new Set((await client.results(String(sent.json['id']))).map(({ reason }) => reason));
    expect([...reasons]).to.deep.equal(['signer.typeNotAllowed']);

    await restartSigner(() => ({ types }));
    const again = await client.send(body, 'signer-put-right');
    expect(again.json, again.text).to.include({ accepted: 700, duplicates: 0 });
    await expectIssued(String(again.json['id']), 700);
  });

  it('a Signer whose key has expired: nothing is accepted, and the sender is told why', async () => {
    type Configuration = { signing: object[] };
    let signing: object[] = [];
    await restartSigner((configuration) => {
      ({ signing } = configuration as unknown as Configuration);
      return { signing: signing.map((one) => ({ ...one, until: '2026-01-01T00:00:00+08:00' })) };
    });
    // What the service knows of the Signer is some seconds old; what it takes meanwhile waits for the key. Every try is another
    // register, since one that is taken stays taken.
    let tries = 0;
    const send = () => client.send(rows(10, 50_000 + 10 * tries), `key-expired-${tries}`);
    let refused = await send();
    await until(
      async () => {
        if (refused.status !== 202) return true;
        tries += 1;
        refused = await send();
        return refused.status !== 202;
      },
      'the service asks the Signer anew',
      PATIENCE_S,
    );
    expect([refused.status, refused.json['code']], refused.text).to.deep.equal([503, 'signer.unavailable']);
    expect(refused.json['detail']).to.contain('no signing key in force');
    await restartSigner(() => ({ signing }));
    await until(async () => (await send()).status === 202, 'taken', PATIENCE_S);
  });

  it('a department that is no longer accredited: every row fails with the contract’s own word', async () => {
    const { base } = regionOf(region.id);
    const subject = createHash('sha256').update(`${base}/types/professional-title/1`).digest('hex');
    await decide(region.data, region.id, [
      { method: 'endAccreditation', args: [bytesToHex(utf8(DEPARTMENT)), `0x${subject}`, 0] },
    ]);
    const sent = await client.send(rows(700, 60_000), 'not-accredited');
    expect(sent.status, sent.text).to.equal(202);
    await isOver(String(sent.json['id']));
    expect(await client.view(String(sent.json['id']))).to.include({ failed: 700, issued: 0 });
    const reasons = new Set((await client.results(String(sent.json['id']))).map(({ reason }) => reason));
    expect([...reasons]).to.deep.equal(['NotAccredited']);
  });
});
