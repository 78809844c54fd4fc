import { createECDH, createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesFromPem } from '../../../service/adapters/pki/certificates.ts';
import { keyFiles, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { signingFiles } from '../../../service/adapters/pki/signing-files.ts';
import { writePkcs12 } from './write-pkcs12.ts';

/** The account key of a ceremony's hexadecimal file. */
function accountKey(text: string): KeyObject {
  const curve = createECDH('secp256k1');
  curve.setPrivateKey(text.trim().slice(2), 'hex');
  const point = curve.getPublicKey();
  const part = (start: number): string => point.subarray(start, start + 32).toString('base64url');
  const key = { kty: 'EC', crv: 'secp256k1', d: curve.getPrivateKey('base64url'), x: part(1), y: part(33) };
  return createPrivateKey({ key, format: 'jwk' });
}

/**
 * Puts a department's development keys under a password, as production wants them: `signing.p12` with the newest signing
 * key, `account.pem`, `vrf-encrypted.pem` and the `password` itself.
 */
export function protectKeys(folder: string, password: string): void {
  const file = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(file(name), 'utf8');
  const encrypted = (key: KeyObject): string =>
    String(key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password }));
  const newest = signingFiles(folder).at(-1);
  if (newest === undefined) throw new Error(`${folder} has no signing key`);
  const certificates = certificatesFromPem(readFileSync(newest.certificates, 'utf8'));
  const signing = createPrivateKey(readFileSync(newest.key, 'utf8'));
  writeKeyFile(file('password'), `${password}\n`);
  writeKeyFile(file('signing.p12'), writePkcs12(signing, certificates, password));
  writeKeyFile(file('account.pem'), encrypted(accountKey(read(keyFiles.account))));
  writeKeyFile(file('vrf-encrypted.pem'), encrypted(createPrivateKey(read(keyFiles.vrf))));
}
