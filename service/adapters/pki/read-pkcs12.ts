import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { toDer } from './certificate-asn1.ts';
import type { Asn1 } from './certificate-asn1.ts';
import { children, decryptPkcs12, macHolds, octets, oidOf, Pkcs12Unsupported } from './pkcs12-decrypt.ts';

const { asn1 } = forge;

/** The password does not open the file, or the file was changed since it was made: its MAC cannot tell the two apart. */
export class KeyPasswordWrong extends Error {
  override readonly name = 'KeyPasswordWrong';
  readonly code = 'keys.passwordWrong';
}

/** A private key lies in a file that nothing protects. Export it again with a password. */
export class KeyUnprotected extends Error {
  override readonly name = 'KeyUnprotected';
  readonly code = 'keys.unprotected';
}

const OIDS = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const;

type Bag = { kind: string; value: Asn1 };

function parse(bytes: Buffer): Asn1 {
  try {
    return asn1.fromDer(bytes.toString('binary'));
  } catch (error) {
    throw new Pkcs12Unsupported('not a PKCS#12 file', { cause: error });
  }
}

function bagsOf(contents: Buffer): Bag[] {
  return children(parse(contents)).map((bag) => {
    const [kind, wrapped] = children(bag);
    const [value] = children(wrapped);
    if (value === undefined) throw new Pkcs12Unsupported('an empty bag');
    return { kind: oidOf(kind), value };
  });
}

/** The bags of one part of the file, which is encrypted as a whole or not at all. */
function partBags(part: Asn1, password: string): Bag[] {
  const [kind, wrapped] = children(part);
  const [content] = children(wrapped);
  const oid = oidOf(kind);
  if (oid === OIDS.data) return bagsOf(octets(content));
  if (oid !== OIDS.encryptedData) throw new Pkcs12Unsupported('a part of the file is of an unsupported kind');
  const [, info] = children(content);
  const [, algorithm, ciphertext] = children(info);
  return bagsOf(decryptPkcs12(algorithm, password, octets(ciphertext)));
}

function certificateIn(bag: Bag): Uint8Array {
  const [kind, wrapped] = children(bag.value);
  if (oidOf(kind) !== OIDS.x509Certificate) throw new Pkcs12Unsupported('a certificate that is no X.509');
  return Uint8Array.from(octets(children(wrapped)[0]));
}

function keyIn(bag: Bag, password: string): KeyObject {
  try {
    // The bag is an EncryptedPrivateKeyInfo, which OpenSSL opens by itself, on any curve.
    return createPrivateKey({ key: Buffer.from(toDer(bag.value)), format: 'der', type: 'pkcs8', passphrase: password });
  } catch (error) {
    throw new Pkcs12Unsupported('the private key is encrypted in an unsupported way', { cause: error });
  }
}

/**
 * The one private key of an encrypted PKCS#12 file, and its certificates in the file's order.
 *
 * @see RFC 7292
 * @throws KeyPasswordWrong
 * @throws KeyUnprotected when the key is not encrypted or nothing guards the file against changes
 * @throws Pkcs12Unsupported
 */
export function readPkcs12(file: Uint8Array, password: string): { key: KeyObject; certificates: Uint8Array[] } {
  const [, safe, macData] = children(parse(Buffer.from(file)));
  const [kind, wrapped] = children(safe);
  if (oidOf(kind) !== OIDS.data) throw new Pkcs12Unsupported('only files under a password are supported');
  const content = octets(children(wrapped)[0]);
  if (macData === undefined) throw new KeyUnprotected('the file has no MAC: nothing says whether it was changed');
  if (!macHolds(macData, password, content)) {
    throw new KeyPasswordWrong('wrong password, or the PKCS#12 file was changed since it was made');
  }
  const bags = children(parse(content)).flatMap((part) => partBags(part, password));
  if (bags.some((bag) => bag.kind === OIDS.keyBag)) throw new KeyUnprotected('the private key is not encrypted');
  const [key, ...others] = bags.filter((bag) => bag.kind === OIDS.shroudedKeyBag);
  if (key === undefined || others.length > 0) throw new Pkcs12Unsupported('the file does not hold exactly one key');
  return {
    key: keyIn(key, password),
    certificates: bags.filter((bag) => bag.kind === OIDS.certificateBag).map(certificateIn),
  };
}
