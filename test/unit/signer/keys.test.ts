import { createPrivateKey } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Wallet } from 'ethers';
import fc from 'fast-check';
import { certificatesFromPem, certificatesToPem } from '../../../service/adapters/pki/certificates.ts';
import { certificationRequest, requestedKey } from '../../../service/adapters/pki/certification-request.ts';
import { keyFiles, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { rotateDevelopmentKey } from '../../../service/adapters/pki/rotate-development-key.ts';
import { signingFiles } from '../../../service/adapters/pki/signing-files.ts';
import { developmentSigners } from '../../../service/adapters/signer/development-signer.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { parseConfiguration } from '../../../service/signer/configuration.ts';
import { openAccount } from '../../../service/signer/keys/account.ts';
import { openHsms } from '../../../service/signer/keys/hsm.ts';
import { openSigningKeys } from '../../../service/signer/keys/signing-keys.ts';
import { openVrfKey } from '../../../service/signer/keys/vrf-key.ts';
import { ISSUER, newDepartment, REGION, USCC } from '../../support/signer/department.ts';
import type { TestDepartment } from '../../support/signer/department.ts';
import { writePkcs12 } from '../../support/signer/write-pkcs12.ts';

const NOW = 1_795_500_000;
const DAY = 86_400;

describe('a Signer’s keys', () => {
  let department: TestDepartment;
  before(() => {
    department = newDepartment(NOW);
    writeKeyFile(join(department.folder, 'password'), 'sésame 密码\n');
  });
  after(() => department.remove());

  const file = (name: string): string => join(department.folder, name);
  const pem = (name: string): string => readFileSync(file(name), 'utf8');
  const password = 'sésame 密码';

  function signingKeys(signing: object[], changes: object = {}) {
    const path = department.configure({ signing, ...changes });
    const configuration = parseConfiguration(JSON.parse(readFileSync(path, 'utf8')), department.folder);
    return openSigningKeys(configuration, ISSUER, openHsms());
  }

  function codeOf(act: () => unknown): string {
    try {
      act();
      return 'opened';
    } catch (error) {
      return String((error as { code?: unknown }).code);
    }
  }

  const plain = { source: 'pem', key: keyFiles.signing, certificates: keyFiles.certificates };

  describe('for certificates', () => {
    it('come from a PKCS#12 file, its certificates in any order', () => {
      const key = createPrivateKey(pem(keyFiles.signing));
      writeKeyFile(file('signing.p12'), writePkcs12(key, department.certificates.toReversed(), password));
      const source = { source: 'pkcs12', file: 'signing.p12', passwordFile: 'password' };
      const [opened] = signingKeys([source], { production: true }).all;
      expect(opened?.x5tS256).to.equal(department.x5tS256);
      expect(opened?.x5c).to.deep.equal(department.certificates.map((der) => Buffer.from(der).toString('base64')));

      writeKeyFile(file('alone.p12'), writePkcs12(key, department.certificates.slice(0, 1), password));
      expect(codeOf(() => signingKeys([{ ...source, file: 'alone.p12' }]))).to.equal('keys.certificateUnfit');
      const completed = signingKeys([{ ...source, file: 'alone.p12', certificates: keyFiles.certificates }]);
      expect(completed.all[0]?.x5tS256).to.equal(department.x5tS256);
    });

    it('come from an encrypted PEM; an open one is keys.unprotected in production', () => {
      const key = createPrivateKey(pem(keyFiles.signing));
      const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password });
      writeKeyFile(file('encrypted.pem'), String(encrypted));
      const source = { ...plain, key: 'encrypted.pem', passwordFile: 'password' };
      expect(signingKeys([source], { production: true }).all).to.have.length(1);
      expect(codeOf(() => signingKeys([plain], { production: true }))).to.equal('keys.unprotected');
      expect(codeOf(() => signingKeys([plain]))).to.equal('opened');
    });

    it('are keys.passwordWrong under another password, keys.unusable without one', () => {
      writeKeyFile(file('wrong'), 'sesame\n');
      const sources = [
        { source: 'pkcs12', file: 'signing.p12', passwordFile: 'wrong' },
        { ...plain, key: 'encrypted.pem', passwordFile: 'wrong' },
      ];
      for (const source of sources) expect(codeOf(() => signingKeys([source]))).to.equal('keys.passwordWrong');
      const { passwordFile: _, ...none } = { ...plain, key: 'encrypted.pem', passwordFile: '' };
      expect(codeOf(() => signingKeys([none]))).to.equal('keys.unusable');
      expect(codeOf(() => signingKeys([{ ...plain, key: 'nowhere.pem' }]))).to.equal('keys.unusable');
    });

    it('are keys.exposed when others may read the file of key or password', () => {
      for (const name of [keyFiles.signing, 'password']) {
        chmodSync(file(name), 0o640);
        const source =
          name === 'password' ? { source: 'pkcs12', file: 'signing.p12', passwordFile: 'password' } : plain;
        expect(codeOf(() => signingKeys([source]))).to.equal('keys.exposed');
        chmodSync(file(name), 0o600);
      }
    });

    it('are keys.certificateUnfit with certificates of another key, department or root', () => {
      const other = newDepartment(NOW);
      try {
        writeKeyFile(file('other.pem'), certificatesToPem(other.certificates));
        expect(codeOf(() => signingKeys([{ ...plain, certificates: 'other.pem' }]))).to.equal('keys.certificateUnfit');
        writeKeyFile(file('other-key.pem'), readFileSync(join(other.folder, keyFiles.signing)));
        const foreign = { source: 'pem', key: 'other-key.pem', certificates: 'other.pem' };
        expect(
          codeOf(() => signingKeys([foreign])),
          'another root',
        ).to.equal('keys.certificateUnfit');
        const path = department.configure();
        const configuration = parseConfiguration(JSON.parse(readFileSync(path, 'utf8')), department.folder);
        const unnamed = () => openSigningKeys(configuration, `${ISSUER}X`, openHsms());
        expect(codeOf(unnamed), 'another department').to.equal('keys.certificateUnfit');
      } finally {
        other.remove();
      }
    });
  });

  describe('while two overlap', () => {
    const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

    it('are both in force, the newer one first from its beginning on', () => {
      const x5t = rotateDevelopmentKey({
        folder: department.keys,
        region: REGION,
        department: { uscc: USCC, name: '示例局', issuer: ISSUER },
        now: NOW,
      });
      const [, second] = signingFiles(department.folder);
      const newer = { source: 'pem', ...second, from: at(NOW + DAY) };
      const keys = signingKeys([{ ...plain, until: at(NOW + 30 * DAY) }, newer]);
      const names = (now: number): string[] => keys.inForce(now).map(({ x5tS256 }) => x5tS256);
      expect(names(NOW)).to.deep.equal([department.x5tS256]);
      expect(names(NOW + DAY)).to.deep.equal([x5t, department.x5tS256]);
      expect(names(NOW + 30 * DAY)).to.deep.equal([x5t]);
      expect(names(NOW + 4000 * DAY)).to.deep.equal([]);
    });

    it('make the development signer use the newest, by the certificate that it shows', async () => {
      const signer = developmentSigners({ folder: department.keys, production: false }).for(USCC);
      const [own] = (await signer?.certificateChain()) ?? [];
      const [, second] = signingFiles(department.folder);
      expect(own).to.deep.equal(certificatesFromPem(readFileSync(second?.certificates as string, 'utf8'))[0]);
    });
  });

  describe('for the chain', () => {
    const open = (production = false) =>
      openAccount({ source: 'hex', key: file(keyFiles.account) }, production, openHsms());

    it('sign what ethers signs, byte for byte', async () => {
      const wallet = new Wallet(pem(keyFiles.account).trim());
      const account = open();
      expect(account.address).to.equal(wallet.address);
      await fc.assert(
        fc.asyncProperty(
          fc.nat({ max: 2 ** 30 }),
          fc.integer({ min: 1, max: 4_000_000_000 }),
          fc.uint8Array({ maxLength: 200 }),
          async (nonce, chainId, bytes) => {
            const data: Hex = `0x${Buffer.from(bytes).toString('hex')}`;
            const transaction = { chainId, nonce, to: `0x${'ab'.repeat(20)}` as Hex, data, gasLimit: 21_000 + nonce };
            const { raw } = await account.signTransaction(transaction);
            expect(raw).to.equal(await wallet.signTransaction({ ...transaction, type: 0, gasPrice: 0, value: 0 }));
          },
        ),
        { numRuns: 50 },
      );
    });

    it('are keys.unprotected in production, and keys.unusable on another curve', () => {
      expect(codeOf(() => open(true))).to.equal('keys.unprotected');
      const onP256 = () => openAccount({ source: 'pem', key: file(keyFiles.signing) }, false, openHsms());
      expect(codeOf(onP256)).to.equal('keys.unusable');
      writeFileSync(file('text.key'), 'no key', { mode: 0o600 });
      const text = () => openAccount({ source: 'hex', key: file('text.key') }, false, openHsms());
      expect(codeOf(text)).to.equal('keys.unusable');
    });
  });

  it('for record maps are on P-256 and protected in production', () => {
    expect(openVrfKey({ source: 'pem', key: file(keyFiles.vrf) }, false).publicKey).to.have.length(33);
    expect(codeOf(() => openVrfKey({ source: 'pem', key: file(keyFiles.vrf) }, true))).to.equal('keys.unprotected');
  });
});

describe('a certification request', () => {
  const subject = { locality: REGION, organization: '示例局', identifier: USCC, commonName: '示例局' };

  it('gives back the key it was made for, and nothing when it was changed', () => {
    const department = newDepartment(NOW);
    const key = createPrivateKey(readFileSync(join(department.folder, keyFiles.signing), 'utf8'));
    department.remove();
    const request = certificationRequest(subject, key);
    const jwk = (one: ReturnType<typeof requestedKey>) => one.export({ format: 'jwk' }).x;
    expect(jwk(requestedKey(request))).to.equal(jwk(key));
    const lines = request.split('\n');
    lines[3] = [...(lines[3] as string)].reverse().join('');
    for (const bad of [lines.join('\n'), '', request.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE')]) {
      expect(() => requestedKey(bad))
        .to.throw()
        .with.property('code', 'keys.requestInvalid');
    }
  });
});
