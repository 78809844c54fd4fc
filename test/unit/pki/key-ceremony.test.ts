import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { certificatesFromPem, x5tS256 } from '../../../service/adapters/pki/certificates.ts';
import { keyCeremony } from '../../../service/adapters/pki/key-ceremony.ts';
import { CertificateUnfit } from '../../../service/adapters/pki/department-chain.ts';
import { readRegionSigner } from '../../../service/adapters/pki/region-signer.ts';
import { readRegionKeys } from '../../../service/adapters/pki/region-keys.ts';

const BASE = 'https://dongying.example';
const NOW = Math.floor(Date.now() / 1000);
const first = {
  uscc: '12370500999900011F',
  name: '东营市住房公积金管理中心',
  issuer: 'https://dongying.example/departments/1',
};
const second = {
  uscc: '1137050099990002XA',
  name: '东营市人力资源和社会保障局',
  issuer: 'https://dongying.example/departments/2',
};

describe('the development key ceremony', () => {
  let folder: string;
  const hold = (departments = [first, second]) =>
    keyCeremony({ folder, region: '东营市', base: BASE, departments, now: NOW });
  const files = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhenglian-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes root, departments, token key and the two keys of personal data', () => {
    const { made, rootX5tS256 } = hold();
    expect(made).to.deep.equal([first.uscc, second.uscc]);
    const names = files().map((path) => path.slice(folder.length + 1));
    expect(names).to.deep.equal(
      [
        'auth.pem',
        'auth-certificates.pem',
        ...[second, first].flatMap(({ uscc }) =>
          ['account.key', 'certificates.pem', 'signing.pem', 'vrf.pem'].map((name) => `departments/${uscc}/${name}`),
        ),
        'lookup.key',
        'master.key',
        'root/certificate.pem',
        'root/root.pem',
      ].sort(),
    );
    const chain = certificatesFromPem(
      readFileSync(join(folder, 'departments', first.uscc, 'certificates.pem'), 'utf8'),
    );
    expect(chain.map((der) => new X509Certificate(der).ca)).to.deep.equal([false, true]);
    expect(x5tS256(chain[1] as Uint8Array)).to.equal(rootX5tS256);
  });

  it('certifies the service’s own key as the region’s, by its base', () => {
    hold();
    const { auth } = readRegionKeys(folder);
    const signer = readRegionSigner(folder, auth, BASE);
    expect(signer?.x5c).to.have.length(2);
    expect(() => readRegionSigner(folder, auth, first.issuer)).to.throw(CertificateUnfit);
    rmSync(join(folder, 'auth-certificates.pem'));
    expect(readRegionSigner(folder, auth, BASE)).to.equal(undefined);
  });

  it('leaves files that only their owner may read', () => {
    hold();
    for (const path of files()) expect(statSync(path).mode & 0o777, path).to.equal(0o600);
  });

  it('replaces nothing when it is held again', () => {
    hold();
    const before = files().map((path) => readFileSync(path, 'utf8'));
    expect(hold().made).to.deep.equal([]);
    expect(files().map((path) => readFileSync(path, 'utf8'))).to.deep.equal(before);
  });

  it('goes on where it was interrupted, under the same root and keys', () => {
    const { rootX5tS256 } = hold();
    const own = join(folder, 'departments', second.uscc);
    const signing = readFileSync(join(own, 'signing.pem'), 'utf8');
    rmSync(join(own, 'certificates.pem'));
    writeFileSync(join(own, 'certificates.pem.new'), 'half a file');
    const again = hold();
    expect(again).to.deep.equal({ made: [second.uscc], rootX5tS256 });
    expect(readFileSync(join(own, 'signing.pem'), 'utf8')).to.equal(signing);
  });

  it('makes different secrets for every purpose and department', () => {
    hold();
    const secrets = files()
      .filter((path) => !path.endsWith('certificates.pem') && !path.endsWith('certificate.pem'))
      .map((path) => readFileSync(path, 'utf8'));
    expect(new Set(secrets).size).to.equal(secrets.length);
    const keys = readRegionKeys(folder);
    expect([keys.master.length, keys.lookup.length]).to.deep.equal([32, 32]);
  });

  it('stops at a file that does not hold what its name says', () => {
    hold();
    writeFileSync(join(folder, 'master.key'), 'not a key');
    expect(() => readRegionKeys(folder))
      .to.throw()
      .with.property('code', 'keys.unusable');
    writeFileSync(join(folder, 'root', 'root.pem'), 'not a key');
    expect(() => hold())
      .to.throw()
      .with.property('code', 'keys.unusable');
  });

  it('whose keys others may read serves no production', () => {
    hold();
    expect(readRegionKeys(folder, { production: true }).master).to.have.length(32);
    for (const name of ['auth.pem', 'master.key', 'lookup.key']) {
      chmodSync(join(folder, name), 0o640);
      expect(() => readRegionKeys(folder, { production: true }), name)
        .to.throw()
        .with.property('code', 'keys.exposed');
      expect(() => readRegionKeys(folder)).to.not.throw();
      chmodSync(join(folder, name), 0o600);
    }
  });
});
