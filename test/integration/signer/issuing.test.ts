import { readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { planSigners, writeSigners } from '../../../scripts/start/signers.ts';
import type { NetworkFile } from '../../../scripts/start/network.ts';
import { regionOf } from '../../../scripts/start/region-data.ts';
import { departmentFolder, keyFiles, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { readRegionKeys } from '../../../service/adapters/pki/region-keys.ts';
import { rotateDevelopmentKey } from '../../../service/adapters/pki/rotate-development-key.ts';
import { createRegionTokens } from '../../../service/adapters/tokens/region-tokens.ts';
import { issuerUri } from '../../../service/domain/region-data.ts';
import { bytesToHex, utf8 } from '../../../service/proof/bytes.ts';
import { readConfiguration } from '../../../service/signer/configuration.ts';
import { openSigner } from '../../../service/signer/open-signer.ts';
import type { RunningSigner } from '../../../service/signer/open-signer.ts';
import { issuePermit, newKey, permitRequest, until, verdictOf } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { startRegions } from '../../support/region.ts';
import type { TestRegion, TestRegions } from '../../support/region.ts';
import { decide } from '../../support/signer/council.ts';
import { protectKeys } from '../../support/signer/protect-keys.ts';

const id = 'dongying';
const kind = 'public-security';
const city = regionOf(id);
const office = city.departments.find((one) => one.kind === kind) as (typeof city.departments)[number];
const onChain = bytesToHex(utf8(office.uscc));

/** The header's first certificate names the key on chain. */
function keyOf(certificate: string): { hex: string; x5t: string } {
  const header = JSON.parse(Buffer.from(certificate.split('.')[0] as string, 'base64url').toString('utf8')) as {
    x5c: string[];
  };
  const digest = createHash('sha256')
    .update(Buffer.from(header.x5c[0] as string, 'base64'))
    .digest();
  return { hex: `0x${digest.toString('hex')}`, x5t: digest.toString('base64url') };
}

describe('issuing through a department’s Signer program', () => {
  let regions: TestRegions;
  let region: TestRegion;
  let data: string;
  let keys: string;
  let config: string;
  let signersFile: string;
  let signer: RunningSigner | undefined;
  const said: string[] = [];

  function writeFiles(): void {
    const networks = new Map([
      [id, JSON.parse(readFileSync(join(data, 'networks', `${id}.json`), 'utf8')) as NetworkFile],
    ]);
    const plans = planSigners({ regions: [{ id }], keys, which: kind });
    writeSigners({ plans, keys, data, networks });
    signersFile = plans[0]?.file as string;
    config = plans[0]?.programs[0]?.config as string;
  }

  async function startSigner(changes: Record<string, unknown> = {}): Promise<void> {
    const value = { ...(JSON.parse(readFileSync(config, 'utf8')) as object), ...changes };
    writeFileSync(config, JSON.stringify(value));
    signer = await openSigner(readConfiguration(config), { report: (line) => said.push(line) });
  }
  async function stopSigner(): Promise<void> {
    await signer?.close();
    signer = undefined;
  }
  const serviceArgs = (): string[] => ['--signers', signersFile, '--issue-wait-seconds', '2'];

  const request = async (n: number) => {
    const token = await region.token('department', { department: office.uscc });
    return region.call('/v1/certificates', { token, headers: newKey(), body: permitRequest(n) });
  };
  const stateOf = async (certificate: string) => {
    const token = await region.token('department', { department: office.uscc });
    return (await region.call(`/v1/certificates/${certificate}`, { token })).json;
  };
  const issuedAt = async (certificate: string): Promise<number> => {
    const { reply } = await verdictOf(region, certificate);
    const checks = reply.json.checks as { check: string; evidence?: { issuedAt?: number } }[];
    return checks.find(({ check }) => check === 'issuer')?.evidence?.issuedAt as number;
  };

  before(async function () {
    this.timeout(90_000);
    regions = await startRegions([id]);
    [region] = regions.regions as [TestRegion];
    [data, keys] = [join(regions.folder, 'data'), join(regions.folder, 'keys')];
    writeFiles();
    await startSigner();
    await region.stopService();
    await region.startService({ args: serviceArgs() });
  });
  after(async () => {
    await regions.close();
    await stopSigner();
    expect(said).to.deep.equal([]);
  });

  let old: IssuedPermit;

  it('gives certificates that verify, and the Signer’s log tells of anchor and signature', async () => {
    old = await issuePermit(region, 1);
    expect((await verdictOf(region, old.certificate)).verdict).to.equal('valid');
    const lines = readFileSync(join(data, id, 'signers', office.uscc, '000001.ndjson'), 'utf8');
    const { anchor } = JSON.parse(
      Buffer.from(old.certificate.split('.')[1] as string, 'base64url').toString('utf8'),
    ) as { anchor: { id: string } };
    const ops = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { op: string; anchors?: unknown });
    expect(ops.find(({ op }) => op === 'transaction')?.anchors).to.have.nested.property('[0].id', anchor.id);
    expect(ops.find(({ op }) => op === 'signed')?.anchors).to.deep.equal([anchor.id]);
  });

  it('loses nothing while the Signer is stopped: accepted, it waits, and is issued once when the Signer is back', async () => {
    await stopSigner();
    const { status, json } = await request(2);
    expect(status).to.equal(202);
    expect((await stateOf(json.id as string)).state).to.equal('accepted');
    await until(() => region.reports.some((line) => line.includes('its work waits')), 'the operator is told');
    await startSigner();
    await until(async () => (await stateOf(json.id as string)).state === 'issued', 'issued');
    const { certificate } = await stateOf(json.id as string);
    expect((await verdictOf(region, certificate as string)).verdict).to.equal('valid');
    expect(region.reports.filter((line) => line.includes('signs again'))).to.have.length(1);
    region.reports.length = 0;
  });

  it('waits while the secrets differ, and says so', async () => {
    await region.stopService();
    const list = JSON.parse(readFileSync(signersFile, 'utf8')) as { signers: Record<string, { secret: string }> };
    const other = join(keys, 'other.key');
    writeFileSync(other, `${Buffer.alloc(32, 7).toString('base64url')}\n`, { mode: 0o600 });
    const changed = { ...list, signers: { [office.uscc]: { ...list.signers[office.uscc], secret: other } } };
    writeFileSync(signersFile, JSON.stringify(changed));
    await region.startService({ args: serviceArgs() });
    const { status, json } = await request(3);
    expect({ status, code: json.code }).to.deep.equal({ status: 503, code: 'signer.unavailable' });
    expect(region.reports.join()).to.contain('does not share the secret');
    writeFileSync(signersFile, JSON.stringify(list));
    await region.stopService();
    region.reports.length = 0;
    await region.startService({ args: serviceArgs() });
    expect((await request(3)).status).to.equal(201);
  });

  it('waits while no signing key is in force, and says so', async () => {
    await stopSigner();
    const value = JSON.parse(readFileSync(config, 'utf8')) as { signing: object[] };
    await startSigner({ signing: value.signing.map((one) => ({ ...one, until: '2026-01-01T00:00:00+08:00' })) });
    expect(said.splice(0).join()).to.contain('signer.keyExpired');
    await region.stopService();
    await region.startService({ args: serviceArgs() });
    const { status, json } = await request(11);
    expect({ status, code: json.code }).to.deep.equal({ status: 503, code: 'signer.unavailable' });
    expect(json.detail).to.contain('no signing key in force');
    await stopSigner();
    await startSigner({ signing: value.signing });
    await region.stopService();
    region.reports.length = 0;
    await region.startService({ args: serviceArgs() });
    await issuePermit(region, 11);
  });

  it('fails alone and by name what the Signer does not sign for its department', async () => {
    await stopSigner();
    const types = (JSON.parse(readFileSync(config, 'utf8')) as { types: string[] }).types;
    await startSigner({ types: types.filter((type) => !type.includes('residence-permit')) });
    const { status, json } = await request(4);
    expect({ status, code: json.code }).to.deep.equal({ status: 409, code: 'certificate.failed' });
    expect(json.detail).to.contain('signer.typeNotAllowed');
    await stopSigner();
    await startSigner({ types });
    await issuePermit(region, 4);
    region.reports.length = 0;
  });

  it('rotates with overlap: new ones under the newer key, what was under way is finished, old ones verify', async () => {
    await stopSigner();
    const underWay = (await request(5)).json.id as string;
    const newer = rotateDevelopmentKey({
      folder: join(keys, id),
      region: city.name.zh,
      department: { uscc: office.uscc, name: office.name.zh, issuer: issuerUri(city.base, office.uscc) },
      now: Math.floor(Date.now() / 1000),
    });
    const thumbprint = bytesToHex(Uint8Array.from(Buffer.from(newer, 'base64url')));
    await decide(data, id, [{ method: 'addKey', args: [onChain, thumbprint, 1, 0, 0] }]);
    writeFiles();
    await startSigner();
    expect(signer?.deps.signingKeys.inForce(Math.floor(Date.now() / 1000)).map(({ x5tS256 }) => x5tS256)).to.deep.equal(
      [newer, keyOf(old.certificate).x5t],
    );
    await until(async () => (await stateOf(underWay)).state === 'issued', 'what was under way is issued');
    // What the service knows of the Signer is asked again within seconds.
    await until(async () => keyOf((await issuePermit(region, 6)).certificate).x5t === newer, 'the newer key signs');
    const fresh = await issuePermit(region, 7);
    const finished = (await stateOf(underWay)).certificate as string;
    for (const certificate of [old.certificate, finished, fresh.certificate]) {
      expect((await verdictOf(region, certificate)).verdict).to.equal('valid');
    }
    region.reports.length = 0;
  }).timeout(90_000);

  it('works in production with keys under passwords, none of them beside the service', async () => {
    await region.stopService();
    await stopSigner();
    const folder = departmentFolder(join(keys, id), office.uscc);
    protectKeys(folder, 'production 密码');
    const passwordFile = 'password';
    await startSigner({
      production: true,
      signing: [{ source: 'pkcs12', file: 'signing.p12', passwordFile }],
      account: { source: 'pem', key: 'account.pem', passwordFile },
      vrf: { source: 'pem', key: 'vrf-encrypted.pem', passwordFile },
    });
    const own = join(regions.folder, 'service-keys');
    for (const name of [keyFiles.auth, keyFiles.master, keyFiles.lookup]) {
      writeKeyFile(join(own, id, name), readFileSync(join(keys, id, name)));
    }
    const production = [...serviceArgs(), '--production'];
    const refused = await region.startService({ args: production }).catch((error: unknown) => error);
    expect(refused, 'keys beside the service').to.have.property('code', 'signer.developmentKeys');
    await region.startService({ args: [...production, '--keys', own] });
    const tokens = await createRegionTokens({
      key: readRegionKeys(join(own, id)).auth,
      ...{ issuer: city.base, audience: city.caip2, production: true },
    });
    const caller = { role: 'department', subject: 'office', department: office.uscc } as const;
    const { token } = await tokens.issue(caller, 600, Math.floor(Date.now() / 1000));
    const { status, json, text } = await region.call('/v1/certificates', {
      ...{ token, headers: newKey(), body: permitRequest(12) },
    });
    expect(status, text).to.equal(201);
    await region.stopService();
    await stopSigner();
    writeFiles();
    await startSigner();
    await region.startService({ args: serviceArgs() });
    expect((await verdictOf(region, json.certificate as string)).verdict).to.equal('valid');
  }).timeout(30_000);

  it('ends trust in a key from the time on that it is compromised: anchored before valid, after invalid', async () => {
    const before = await issuePermit(region, 8);
    await sleep(1100);
    const after = await issuePermit(region, 9);
    const [first, second] = [await issuedAt(before.certificate), await issuedAt(after.certificate)];
    expect(second).to.be.greaterThan(first);
    const { hex } = keyOf(after.certificate);
    expect(keyOf(before.certificate).hex).to.equal(hex);
    await decide(data, id, [{ method: 'markCompromised', args: [hex, second] }]);
    await until(async () => (await verdictOf(region, after.certificate)).verdict === 'invalid', 'the mark is seen');
    expect((await verdictOf(region, after.certificate)).code).to.equal('key.compromised');
    expect((await verdictOf(region, before.certificate)).verdict).to.equal('valid');
    expect((await verdictOf(region, old.certificate)).verdict, 'the older key is untouched').to.equal('valid');
  }).timeout(30_000);

  it('is refused by the chain, whatever the Signer signs, when the department is no longer accredited', async () => {
    const permits = city.base + '/types/residence-permit/1';
    const subject = bytesToHex(Uint8Array.from(createHash('sha256').update(permits).digest()));
    await decide(data, id, [{ method: 'endAccreditation', args: [onChain, subject, 0] }]);
    const { status, json } = await request(10);
    expect({ status, code: json.code }).to.deep.equal({ status: 409, code: 'certificate.failed' });
    expect(json.detail).to.contain('NotAccredited');
    expect((await verdictOf(region, old.certificate)).verdict, 'issued before').to.equal('valid');
  }).timeout(30_000);
});
