import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Transaction } from 'ethers';
import {
  certificatesFromPem,
  certificatesToPem,
  issueDepartment,
  x5tS256,
} from '../../../service/adapters/pki/certificates.ts';
import { keyFiles, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { pointToJwk } from '../../../service/proof/es256-key.ts';
import { readConfiguration } from '../../../service/signer/configuration.ts';
import type { Pkcs11Source } from '../../../service/signer/configuration.ts';
import { openAccount } from '../../../service/signer/keys/account.ts';
import { openHsms } from '../../../service/signer/keys/hsm.ts';
import type { Hsms } from '../../../service/signer/keys/hsm.ts';
import { openSigner } from '../../../service/signer/open-signer.ts';
import { ISSUER, newDepartment, REGION, USCC } from '../../support/signer/department.ts';
import { signEach } from '../../support/signer/sign-each.ts';
import { anchorMany, signingInput } from '../../support/signer/inputs.ts';

const MODULES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];

/** Folder of the package pkcs11js: where ZHENGLIAN_PKCS11JS says, or the project's node_modules. */
function bindingHere(): string | undefined {
  const named = process.env['ZHENGLIAN_PKCS11JS'];
  try {
    createRequire(import.meta.url)(named ?? 'pkcs11js');
    return named ?? 'pkcs11js';
  } catch {
    return undefined;
  }
}

const binding = bindingHere();
const module = MODULES.find((path) => existsSync(path));
const tool = spawnSync('softhsm2-util', ['--version']).status === 0;
const missing = [
  ...(binding === undefined ? ['pkcs11js (ZHENGLIAN_PKCS11JS=FOLDER)'] : []),
  ...(module === undefined ? ['SoftHSM’s libsofthsm2.so'] : []),
  ...(tool ? [] : ['softhsm2-util']),
];

async function codeOf(act: () => unknown): Promise<{ code: string; message: string }> {
  try {
    await act();
    return { code: 'opened', message: '' };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
}

describe('a key in an HSM', () => {
  let folder: string;
  let hsms: Hsms;
  const source = (changes: Partial<Pkcs11Source> = {}): Pkcs11Source => ({
    source: 'pkcs11',
    module: module ?? MODULES[0] ?? '',
    token: 'zhenglian',
    key: 'signing',
    pinFile: join(folder, 'pin'),
    ...(binding === undefined || binding === 'pkcs11js' ? {} : { binding }),
    ...changes,
  });
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'zl-hsm-'));
    writeKeyFile(join(folder, 'pin'), '123456\n');
    hsms = openHsms();
  });
  after(() => {
    hsms.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is hsm.bindingMissing, naming the command, where pkcs11js is not installed', async () => {
    const { code, message } = await codeOf(() => hsms.key(source({ binding: join(folder, 'nowhere') })));
    expect(code).to.equal('hsm.bindingMissing');
    expect(message).to.match(/npm install .*pkcs11js@/);
  });

  if (missing.length > 0) {
    it(`is not tried with SoftHSM, since this machine lacks ${missing.join(', ')}: opening says so`, async () => {
      const { code } = await codeOf(() => hsms.key(source()));
      expect(code).to.be.oneOf(['hsm.bindingMissing', 'hsm.moduleUnusable', 'hsm.tokenUnknown']);
    });
    return;
  }

  describe('of SoftHSM', () => {
    const made = 'test/support/signer/make-token.ts';
    before(() => {
      mkdirSync(join(folder, 'tokens'));
      writeFileSync(
        join(folder, 'softhsm2.conf'),
        `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`,
      );
      process.env['SOFTHSM2_CONF'] = join(folder, 'softhsm2.conf');
      const init = ['--init-token', '--free', '--label', 'zhenglian', '--pin', '123456', '--so-pin', '654321'];
      expect(spawnSync('softhsm2-util', init).status).to.equal(0);
      const args = [made, module as string, binding as string];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(status, stderr).to.equal(0);
    });

    it('signs a digest with ES256, many at once', async () => {
      const key = hsms.key(source());
      const publicKey = createPublicKey({ key: { ...pointToJwk(key.publicPoint()) }, format: 'jwk' });
      const messages = Array.from({ length: 50 }, (_, n) => Buffer.from(`message ${n}`));
      const signatures = await Promise.all(
        messages.map((message) => key.sign(createHash('sha256').update(message).digest())),
      );
      messages.forEach((message, n) => {
        const options = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
        expect(verify('sha256', message, options, signatures[n] as Uint8Array)).to.equal(true);
      });
    });

    it('signs transactions of an account that never leaves it', async () => {
      const account = openAccount(source({ key: 'account' }), true, hsms);
      for (let nonce = 0; nonce < 8; nonce++) {
        const to = `0x${'ab'.repeat(20)}` as const;
        const { raw, hash } = await account.signTransaction({
          chainId: 370_500,
          nonce,
          to,
          data: '0x12',
          gasLimit: 50_000,
        });
        const read = Transaction.from(raw);
        expect({ from: read.from, hash: read.hash, nonce: read.nonce }).to.deep.equal({
          ...{ from: account.address, hash, nonce },
        });
      }
    });

    it('serves a whole Signer: certificates and transactions of keys that it never sees', async () => {
      const point = hsms.key(source()).publicPoint();
      hsms.close();
      const department = newDepartment();
      const read = (name: string): string => readFileSync(join(department.keys, name), 'utf8');
      const root = createPrivateKey(read(keyFiles.root));
      const [certificate] = certificatesFromPem(read(keyFiles.rootCertificate)) as [Uint8Array];
      const issued = issueDepartment(
        { key: root, certificate, region: REGION },
        {
          ...{ uscc: USCC, name: '示例局', issuer: ISSUER, validDays: 100 },
          key: createPublicKey({ key: { ...pointToJwk(point) }, format: 'jwk' }),
          now: Math.floor(Date.now() / 1000),
        },
      );
      const certificates = [issued.certificate, certificate];
      writeKeyFile(join(department.folder, 'hsm.pem'), certificatesToPem(certificates));
      const config = department.configure({
        production: true,
        signing: [{ ...source(), certificates: 'hsm.pem' }],
        account: source({ key: 'account' }),
        vrf: undefined,
      });
      const running = await openSigner(readConfiguration(config));
      const { signer, close } = department.client();
      try {
        const inputs = Array.from({ length: 20 }, () =>
          signingInput({ certificates, x5tS256: x5tS256(issued.certificate) }),
        );
        inputs[3] = inputs[3]?.slice(0, -4) ?? '';
        const signatures = await signEach(signer, inputs);
        const publicKey = new X509Certificate(issued.certificate).publicKey;
        const options = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
        const signed = signatures.map(
          (one, i) => one instanceof Uint8Array && verify('sha256', Buffer.from(inputs[i] as string), options, one),
        );
        expect(signed).to.deep.equal(inputs.map((_, i) => i !== 3));
        const raw = await signer.signTransaction(anchorMany());
        expect(Transaction.from(raw).from).to.equal(await signer.account());
        const unevaluated = await signer.evaluateVrf(new Uint8Array(3)).catch((error: unknown) => error);
        expect(unevaluated).to.have.property('reason', 'signer.noVrfKey');
      } finally {
        close();
        await running.close();
        department.remove();
      }
    });

    it('is refused by cause: module, token, key, curve, PIN', async () => {
      const causes: [Partial<Pkcs11Source>, string][] = [
        [{ module: join(folder, 'pin') }, 'hsm.moduleUnusable'],
        [{ token: 'another' }, 'hsm.tokenUnknown'],
        [{ key: 'another' }, 'hsm.keyUnknown'],
      ];
      for (const [changes, code] of causes) {
        expect((await codeOf(() => hsms.key(source(changes)))).code).to.equal(code);
      }
      expect((await codeOf(() => openAccount(source(), true, hsms))).code).to.equal('hsm.keyUnknown');
      hsms.close();
      writeKeyFile(join(folder, 'wrong-pin'), '000000\n');
      const wrong = await codeOf(() => hsms.key(source({ pinFile: join(folder, 'wrong-pin') })));
      expect(wrong.code).to.equal('hsm.pinWrong');
      hsms.close();
      expect(hsms.key(source())).to.have.property('sign');
    });
  });
});
