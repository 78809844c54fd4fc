import { createPublicKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readPkcs12 } from '../../../service/adapters/pki/read-pkcs12.ts';
import { writePkcs12 } from '../../support/signer/write-pkcs12.ts';

type Vectors = {
  accountPublicKey: string;
  certificate: string;
  files: { name: string; password: string; file: string }[];
};
const vectors = JSON.parse(readFileSync(new URL('../../vectors/pkcs12.json', import.meta.url), 'utf8')) as Vectors;
const { raw: certificate, publicKey } = new X509Certificate(vectors.certificate);
const belongsTo = (key: KeyObject, other: KeyObject): boolean => createPublicKey(key).equals(other);

const bytesOf = (name: string) => {
  const found = vectors.files.find((one) => one.name.startsWith(name));
  if (found === undefined) throw new Error(`no vector ${name}`);
  return { file: Buffer.from(found.file, 'base64'), password: found.password };
};

function codeOf(file: Uint8Array, password: string): string {
  try {
    readPkcs12(file, password);
    return 'opened';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

describe('a PKCS#12 file of OpenSSL', () => {
  for (const name of ['PBES2 with', 'PBES2 under', '3DES for the key', '3DES for both', 'AES-128', '60,000 rounds']) {
    it(`opens under its password: ${bytesOf(name) && vectors.files.find((one) => one.name.startsWith(name))?.name}`, () => {
      const { file, password } = bytesOf(name);
      const opened = readPkcs12(file, password);
      expect(belongsTo(opened.key, publicKey)).to.equal(true);
      expect(opened.certificates.map((one) => Buffer.from(one).equals(certificate))).to.deep.equal([true]);
    });
  }

  it('opens with an account key on secp256k1 and no certificate', () => {
    const { file, password } = bytesOf('an account key');
    const opened = readPkcs12(file, password);
    expect(belongsTo(opened.key, createPublicKey(vectors.accountPublicKey))).to.equal(true);
    expect(opened.certificates).to.deep.equal([]);
  });

  it('is keys.passwordWrong under another password, an empty one included', () => {
    for (const { file } of vectors.files.slice(0, 6)) {
      for (const password of ['Secret', '', '密码']) {
        expect(codeOf(Buffer.from(file, 'base64'), password)).to.equal('keys.passwordWrong');
      }
    }
  });

  it('is keys.unprotected when its key or the file as a whole is not protected', () => {
    for (const name of ['key not encrypted', 'no MAC']) {
      const { file, password } = bytesOf(name);
      expect(codeOf(file, password)).to.equal('keys.unprotected');
    }
  });

  it('is keys.pkcs12Unsupported when it holds no key, is cut, or is something else', () => {
    const { file, password } = bytesOf('certificate only');
    expect(codeOf(file, password)).to.equal('keys.pkcs12Unsupported');
    const whole = bytesOf('PBES2 with').file;
    expect(codeOf(whole.subarray(0, whole.length / 2), 'secret')).to.equal('keys.pkcs12Unsupported');
    expect(codeOf(Buffer.from(vectors.certificate), 'secret')).to.equal('keys.pkcs12Unsupported');
    expect(codeOf(Buffer.alloc(0), 'secret')).to.equal('keys.pkcs12Unsupported');
  });

  it('never opens with a changed byte to another key or certificate', () => {
    const { file, password } = bytesOf('PBES2 with');
    for (let at = 0; at < file.length; at += 7) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] as number) ^ 0x01;
      const code = codeOf(changed, password);
      if (code === 'opened')
        expect(belongsTo(readPkcs12(changed, password).key, publicKey), `byte ${at}`).to.equal(true);
      else expect(code, `byte ${at}`).to.match(/^keys\./);
    }
  });
});

describe('the tests’ own PKCS#12 files', () => {
  it('open like OpenSSL’s', () => {
    const { key } = readPkcs12(bytesOf('PBES2 with').file, 'secret');
    const opened = readPkcs12(writePkcs12(key, [certificate], '密码 pass'), '密码 pass');
    expect(opened.key.equals(key)).to.equal(true);
    expect(Buffer.from(opened.certificates[0] as Uint8Array).equals(certificate)).to.equal(true);
  });
});
