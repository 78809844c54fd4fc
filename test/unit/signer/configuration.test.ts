import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readSignersFile } from '../../../service/adapters/signer/signers-file.ts';
import { parseConfiguration, readConfiguration } from '../../../service/signer/configuration.ts';
import { openSigners } from '../../../service/wiring/signers.ts';
import { newDepartment, USCC } from '../../support/signer/department.ts';
import type { TestDepartment } from '../../support/signer/department.ts';

function faultOf(act: () => unknown): { code: string; message: string } {
  try {
    act();
    return { code: 'taken', message: '' };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
}

describe('a Signer’s configuration file', () => {
  let department: TestDepartment;
  before(() => {
    department = newDepartment();
  });
  after(() => department.remove());

  const changed = (changes: Record<string, unknown>): unknown =>
    JSON.parse(readFileSync(department.configure(changes), 'utf8'));

  it('counts paths from its own folder and fills in limits', () => {
    const configuration = readConfiguration(department.configure());
    expect(configuration.secret).to.equal(join(department.folder, 'access.key'));
    expect(configuration.account).to.have.property('key', join(department.folder, 'account.key'));
    expect(configuration.limits.certificatesPerDay).to.equal(500_000);
    const hsm = { source: 'pkcs11', module: '/usr/lib/x.so', token: 't', key: 'label', pinFile: 'pin' };
    const inHsm = parseConfiguration(changed({ account: hsm }), department.folder);
    expect(inHsm.account).to.include({ key: 'label', pinFile: join(department.folder, 'pin') });
  });

  it('is signer.configurationInvalid, naming the place, when a value is not what belongs there', () => {
    const { folder } = department;
    const cases: [Record<string, unknown>, string][] = [
      [{ department: '1137050099990002X1' }, 'department'],
      [{ listen: { host: '0.0.0.0', port: 80 } }, 'listen'],
      [{ types: ['residence-permit'] }, 'types.0'],
      [{ signing: [] }, 'signing'],
      [{ signing: [{ source: 'pkcs12', file: 'a.p12' }] }, 'signing.0.passwordFile'],
      [{ signing: [{ source: 'pem', key: 'a', certificates: 'b', from: 'tomorrow' }] }, 'signing.0.from'],
      [{ limits: { certificatesPerMinute: 10 } }, 'limits.certificatesPerRequest'],
      [{ limits: { certificatesPerHour: 10 } }, 'limits'],
      [{ color: 'red' }, 'color'],
      [{ version: 2 }, 'version'],
    ];
    for (const [changes, place] of cases) {
      const { code, message } = faultOf(() => parseConfiguration(changed(changes), folder));
      expect(code, place).to.equal('signer.configurationInvalid');
      expect(message).to.contain(place);
    }
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{');
    for (const path of [file, join(folder, 'nowhere.json')]) {
      expect(faultOf(() => readConfiguration(path)).code).to.equal('signer.configurationInvalid');
    }
  });
});

describe('a service’s list of Signers', () => {
  let folder: string;
  let department: TestDepartment;
  before(() => {
    department = newDepartment();
    folder = mkdtempSync(join(tmpdir(), 'zl-signers-'));
  });
  after(() => {
    department.remove();
    rmSync(folder, { recursive: true });
  });

  const write = (signers: unknown): string => {
    const file = join(department.folder, 'signers.json');
    writeFileSync(file, JSON.stringify({ version: 1, signers }));
    return file;
  };
  const entry = (address: string, secret = 'access.key') => write({ [USCC]: { address, secret } });

  it('names sockets and ports of this machine only', () => {
    expect(readSignersFile(entry('unix:s.sock'))[0]?.address).to.deep.equal({
      socketPath: join(department.folder, 's.sock'),
    });
    expect(readSignersFile(entry('http://127.0.0.1:3790'))[0]?.address).to.deep.equal({
      host: '127.0.0.1',
      port: 3790,
    });
    for (const address of ['http://10.0.0.5:3790', 'https://127.0.0.1:3790', 'http://127.0.0.1', 's.sock']) {
      expect(faultOf(() => readSignersFile(entry(address))).code, address).to.equal('signers.fileInvalid');
    }
  });

  it('is refused with a reason when it or a secret cannot be used', () => {
    expect(faultOf(() => readSignersFile(write({ short: { address: 'unix:x', secret: 'y' } }))).code).to.equal(
      'signers.fileInvalid',
    );
    expect(faultOf(() => readSignersFile(join(folder, 'nowhere.json'))).code).to.equal('signers.fileInvalid');
    expect(faultOf(() => readSignersFile(entry('unix:x', 'nowhere'))).code).to.equal('keys.unusable');
    writeFileSync(join(department.folder, 'open.key'), 'x', { mode: 0o644 });
    expect(faultOf(() => readSignersFile(entry('unix:x', 'open.key'))).code).to.equal('keys.exposed');
    writeFileSync(join(department.folder, 'short.key'), 'x', { mode: 0o600 });
    expect(faultOf(() => readSignersFile(entry('unix:x', 'short.key'))).code).to.equal('signers.fileInvalid');
  });

  it('stands alone in production, and no department’s keys may lie beside it', () => {
    const options = { nowMs: Date.now, report: () => undefined };
    const signersFile = entry('unix:x');
    const beside = { keysFolder: department.keys, production: true, signersFile };
    expect(faultOf(() => openSigners(beside, options)).code).to.equal('signer.developmentKeys');
    const none = { ...beside, signersFile: undefined };
    expect(faultOf(() => openSigners(none, options)).code).to.equal('signer.developmentKeys');
    const apart = openSigners({ ...beside, keysFolder: folder }, options);
    expect(apart.departments()).to.deep.equal([USCC]);
    expect(apart.for('12370500999900011F')).to.equal(undefined);
    apart.close();
    mkdirSync(join(folder, 'root'));
    writeFileSync(join(folder, 'root', 'root.pem'), '');
    const withRoot = { ...beside, keysFolder: folder };
    expect(faultOf(() => openSigners(withRoot, options)).code).to.equal('signer.developmentKeys');
  });

  it('is completed by development signers outside production', () => {
    const signersFile = write({});
    const signers = openSigners(
      { keysFolder: department.keys, production: false, signersFile },
      { nowMs: Date.now, report: () => undefined },
    );
    expect(signers.for(USCC)?.department).to.equal(USCC);
    signers.close();
  });
});
