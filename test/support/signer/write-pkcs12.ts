import { createHmac, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { pkcs12Key } from '../../../service/adapters/pki/pkcs12-decrypt.ts';

const { asn1 } = forge;
const { Class, Type } = asn1;
type Item = forge.asn1.Asn1;

const sequence = (...items: Item[]): Item => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, items);
const tagged = (item: Item): Item => asn1.create(Class.CONTEXT_SPECIFIC, 0 as forge.asn1.Type, true, [item]);
const oid = (text: string): Item => asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(text).getBytes());
const octets = (bytes: Uint8Array): Item =>
  asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, Buffer.from(bytes).toString('binary'));
const integer = (value: number): Item =>
  asn1.create(Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(value).getBytes());
const der = (item: Item): Buffer => Buffer.from(asn1.toDer(item).getBytes(), 'binary');

const DATA = '1.2.840.113549.1.7.1';
const BAG = '1.2.840.113549.1.12.10.1';
const ROUNDS = 2048;

const content = (bytes: Uint8Array): Item => sequence(oid(DATA), tagged(octets(bytes)));

/**
 * A PKCS#12 file as a certification authority hands it to a department: the key under PBES2, certificates in the clear, a
 * MAC with SHA-256. Key formats are checked against OpenSSL's own files (test/vectors/pkcs12.json).
 */
export function writePkcs12(key: KeyObject, certificates: readonly Uint8Array[], password: string): Buffer {
  const encrypted = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: password });
  const keyBag = sequence(oid(`${BAG}.2`), tagged(asn1.fromDer(encrypted.toString('binary'))));
  const certificateBags = certificates.map((certificate) =>
    sequence(oid(`${BAG}.3`), tagged(sequence(oid('1.2.840.113549.1.9.22.1'), tagged(octets(certificate))))),
  );
  const safe = der(sequence(content(der(sequence(keyBag))), content(der(sequence(...certificateBags)))));
  const salt = randomBytes(16);
  const macKey = pkcs12Key(password, { digest: 'sha256', id: 3, salt, iterations: ROUNDS, bytes: 32 });
  const algorithm = sequence(oid('2.16.840.1.101.3.4.2.1'), asn1.create(Class.UNIVERSAL, Type.NULL, false, ''));
  const digest = sequence(algorithm, octets(createHmac('sha256', macKey).update(safe).digest()));
  return der(sequence(integer(3), content(safe), sequence(digest, octets(salt), integer(ROUNDS))));
}
