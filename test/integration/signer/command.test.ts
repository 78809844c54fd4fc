import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { certificationRequest } from '../../../service/adapters/pki/certification-request.ts';
import { CertificateUnfit } from '../../../service/adapters/pki/department-chain.ts';
import { readRegionSigner } from '../../../service/adapters/pki/region-signer.ts';
import { certify } from '../../../scripts/cli/signer/certify.ts';
import { checkLog } from '../../../scripts/cli/signer/check-log.ts';
import { importKey } from '../../../scripts/cli/signer/import-key.ts';
import { requestKey } from '../../../scripts/cli/signer/request-key.ts';
import { setUp } from '../../../scripts/cli/signer/set-up.ts';
import type { Command } from '../../../scripts/cli/signer/usage.ts';
import { offlineNetwork } from '../../../scripts/start/network.ts';
import { regionOf } from '../../../scripts/start/region-data.ts';
import { certificatesFromPem, newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { keyCeremony } from '../../../service/adapters/pki/key-ceremony.ts';
import { writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { readPemKey } from '../../../service/adapters/pki/private-key-file.ts';
import { remoteSigners } from '../../../service/adapters/signer/remote-signers.ts';
import { uriId } from '../../../service/proof/certificate.ts';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import { readConfiguration } from '../../../service/signer/configuration.ts';
import { openSigner } from '../../../service/signer/open-signer.ts';
import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { anchor, header, payload, segment } from '../../support/signer/inputs.ts';
import { writePkcs12 } from '../../support/signer/write-pkcs12.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const city = regionOf('dongying');

describe('the command of a department’s Signer', () => {
  let folder: string;
  let network: string;
  let signed = '';
  const file = (...path: string[]): string => join(folder, ...path);
  const own = ['--region', 'dongying', '--department', 'human-resources'];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'zl-signer-cli-'));
    // The root's folder: a ceremony without departments, held elsewhere than the Signer.
    keyCeremony({
      folder: file('root'),
      region: city.name.zh,
      base: city.base,
      departments: [],
      now: Math.floor(Date.now() / 1000),
    });
    network = file('dongying.json');
    writeFileSync(network, JSON.stringify(offlineNetwork(city, file('root'))));
    writeKeyFile(file('password'), '部门口令\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function run(command: Command, args: string[]): Promise<{ code: number; said: string[] }> {
    const said: string[] = [];
    return { code: await command.run(args, (line) => said.push(line)), said };
  }
  const codeOf = (act: Promise<unknown>): Promise<unknown> =>
    act.then(
      () => 'done',
      (error: { code?: unknown }) => error.code,
    );
  const password = (): string[] => ['--password-file', file('password')];

  it('sets a Signer up, requests a certificate, has it certified and takes it in: ready for production', async () => {
    const signer = file('signer');
    const made = await run(setUp, [...own, '--network', network, '--folder', signer, ...password()]);
    expect(made.said.join('\n')).to.match(/addAccount\(1137050099990002XA, 0x[0-9a-fA-F]{40}/);
    const again = run(setUp, [...own, '--network', network, '--folder', signer, ...password()]);
    expect(await codeOf(again), 'nothing is written over').to.equal('cli.usage');

    await run(requestKey, [...own, '--folder', signer, '--name', 'k1', ...password()]);
    const out = file('signer', 'k1.certificates.pem');
    const request = ['--root', file('root'), '--request', file('signer', 'k1.csr'), '--out', out];
    const certified = await run(certify, [...own, ...request, '--days', '29']);
    const config = file('signer', 'signer.json');
    const key = ['--key', file('signer', 'k1.pem'), '--certificates', out];
    const taken = await run(importKey, ['--config', config, ...key, ...password()]);
    expect(taken.said.join('\n')).to.contain(certified.said[0]);

    const reports: string[] = [];
    const configuration = readConfiguration(config);
    expect(configuration.production).to.equal(true);
    const running = await openSigner(configuration, { report: (line) => reports.push(line) });
    const signers = file('signer', 'signers.json');
    const { department } = configuration;
    writeFileSync(
      signers,
      JSON.stringify({ version: 1, signers: { [department]: { address: running.url, secret: 'access.key' } } }),
    );
    const service = remoteSigners({ file: signers, nowMs: Date.now, report: (line) => reports.push(line) });
    const chain = await service.for(department)?.certificateChain();
    expect(chain?.[0]).to.deep.equal(certificatesFromPem(readFileSync(out, 'utf8'))[0]);
    const data = contractCalls.anchorMany([
      {
        typeId: bytesToHex(uriId(nodeSha256, configuration.types[0] as string)),
        root: `0x${'01'.repeat(32)}`,
        size: 1,
      },
    ]);
    const to = configuration.region.contracts.certificateAnchors as Hex;
    await service.for(department)?.signTransaction({ chainId: 370_500, nonce: 0, to, data, gasLimit: 100_000 });
    const x5tS256 = String(certified.said[0]);
    const { certificateAnchors: contract } = configuration.region.contracts;
    const claims = { vct: configuration.types[0], anchor: anchor({ contract }) };
    signed = `${header(chain ?? [])}.${segment(payload(x5tS256, claims))}`;
    await service.for(department)?.signEs256(Buffer.from(signed));
    service.close();
    await running.close();
    expect(reports).to.have.length(1);
    expect(reports[0], 'the key ends within thirty days').to.contain('bring a new one');
  }).timeout(30_000);

  it('certifies the region’s own service when no department is named', async () => {
    const key = newSigningKey();
    const subject = { locality: '东营市', organization: '东营市', commonName: '服务' };
    const [keys, request] = [file('service-keys'), file('service.csr')];
    writeFileSync(request, certificationRequest(subject, key));
    const out = join(keys, 'auth-certificates.pem');
    const named = ['--region', 'dongying', '--root', file('root'), '--request', request, '--out', out];
    expect((await run(certify, named)).code).to.equal(0);
    expect(readRegionSigner(keys, key, city.base)?.x5c).to.have.length(2);
    expect(() => readRegionSigner(keys, newSigningKey(), city.base)).to.throw(CertificateUnfit);
  });

  it('takes in a PKCS#12 file, and refuses it by cause', async () => {
    const config = file('signer', 'signer.json');
    const before = readFileSync(config, 'utf8');
    const { key } = readPemKey(file('signer', 'k1.pem'), file('password'));
    const certificates = certificatesFromPem(readFileSync(file('signer', 'k1.certificates.pem'), 'utf8'));
    writeKeyFile(file('k1.p12'), writePkcs12(key, certificates, '部门口令'));
    writeKeyFile(file('wrong'), 'wrong\n');
    const wrong = run(importKey, ['--config', config, '--pkcs12', file('k1.p12'), '--password-file', file('wrong')]);
    expect(await codeOf(wrong)).to.equal('keys.passwordWrong');
    keyCeremony({
      folder: file('other'),
      region: city.name.zh,
      base: city.base,
      departments: [],
      now: Math.floor(Date.now() / 1000),
    });
    const foreign = ['--root', file('other'), '--request', file('signer', 'k1.csr'), '--out', file('foreign.pem')];
    await run(certify, [...own, ...foreign]);
    const unfit = ['--key', file('signer', 'k1.pem'), '--certificates', file('foreign.pem')];
    expect(await codeOf(run(importKey, ['--config', config, ...unfit, ...password()]))).to.equal(
      'keys.certificateUnfit',
    );
    expect(await codeOf(run(importKey, ['--config', config, ...password()]))).to.equal('cli.usage');
    expect(readFileSync(config, 'utf8'), 'nothing was changed').to.equal(before);
    const fresh = JSON.parse(before) as { signing: unknown[] };
    writeFileSync(config, JSON.stringify({ ...fresh, signing: [] }));
    rmSync(file('signer', (fresh.signing[0] as { certificates: string }).certificates));
    rmSync(file('signer', (fresh.signing[0] as { key: string }).key));
    await run(importKey, [
      '--config',
      config,
      '--pkcs12',
      file('k1.p12'),
      '--from',
      '2026-01-01T00:00:00+08:00',
      ...password(),
    ]);
    const [taken] = readConfiguration(config).signing;
    expect(taken).to.include({ source: 'pkcs12', from: '2026-01-01T00:00:00+08:00' });
  });

  it('checks a log: its links, what was signed under which anchors, and a line noted down before', async () => {
    const log = file('signer', 'log');
    const { code, said } = await run(checkLog, ['--folder', log]);
    expect(code).to.equal(0);
    const { head, calls } = JSON.parse(said[0] as string) as { head: { hash: string }; calls: Record<string, number> };
    expect(calls).to.deep.equal({ 'certificateAnchors.anchorMany': 1 });
    expect((await run(checkLog, ['--folder', log, '--head', head.hash])).code).to.equal(0);
    expect((await run(checkLog, ['--folder', log, '--head', `0x${'00'.repeat(32)}`])).code).to.equal(1);
    writeFileSync(file('signed.txt'), `${signed}.c2lnbmF0dXJl~disclosure~`);
    const found = await run(checkLog, ['--folder', log, '--certificate', file('signed.txt')]);
    expect([found.code, found.said.at(-1)]).to.deep.equal([0, `${file('signed.txt')}: seq 3`]);
    writeFileSync(file('other.txt'), `${signed}x.c2lnbmF0dXJl~`);
    expect((await run(checkLog, ['--folder', log, '--certificate', file('other.txt')])).code).to.equal(1);
    const path = join(log, '000001.ndjson');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"nonce":0', '"nonce":1'));
    expect((await run(checkLog, ['--folder', log])).code).to.equal(1);
    writeFileSync(path, text.slice(0, -5));
    expect((await run(checkLog, ['--folder', log])).code).to.equal(1);
    expect(await codeOf(run(checkLog, ['--folder', file('nowhere')]))).to.equal('cli.usage');
  });

  it('ends with 3 and its usage when it is not understood, with 1 and the cause when it refuses', () => {
    const command = (...args: string[]) =>
      spawnSync(process.execPath, ['scripts/cli/signer.ts', ...args], { cwd: root, encoding: 'utf8' });
    for (const args of [[], ['dance'], ['setup', '--region', 'dongying'], ['rotate', ...own, '--colour', 'red']]) {
      const { status, stderr } = command(...args);
      expect(status, args.join(' ')).to.equal(3);
      expect(stderr).to.contain('用法 Usage');
    }
    const refused = command('rotate', ...own, '--keys', file('nowhere'));
    expect(refused.status).to.equal(1);
    expect(refused.stderr)
      .to.contain('keys.unusable')
      .and.not.match(/\n\s+at /);
  }).timeout(30_000);
});
