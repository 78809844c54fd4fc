import { createDecipheriv, createHmac, hash, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import forge from 'node-forge';
import type { Asn1 } from './certificate-asn1.ts';

// node-forge reads the ASN.1. Keys are derived here: it gives PBES2 a password in the wrong encoding when it is not ASCII,
// and takes sixteen seconds where a file asks for 600,000 rounds.
const { asn1 } = forge;

/** The file uses an algorithm that is not supported, or is no PKCS#12 file at all. */
export class Pkcs12Unsupported extends Error {
  override readonly name = 'Pkcs12Unsupported';
  readonly code = 'keys.pkcs12Unsupported';
}

/** Rounds beyond this only keep the reader busy. */
const MAX_ITERATIONS = 10_000_000;

const OIDS = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  sha1TripleDes: '1.2.840.113549.1.12.1.3',
  sha1Rc2of40: '1.2.840.113549.1.12.1.6',
} as const;

const DIGESTS: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

const PSEUDO_RANDOM: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

const CIPHERS: Readonly<Record<string, { name: string; keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

/** The items of a SEQUENCE, SET or tagged value. @throws Pkcs12Unsupported */
export function children(item: Asn1 | undefined): Asn1[] {
  if (item === undefined || !Array.isArray(item.value)) throw new Pkcs12Unsupported('not a PKCS#12 file');
  return item.value as Asn1[];
}

/** Contents of a primitive value; of an OCTET STRING also when BER cut it into pieces. @throws Pkcs12Unsupported */
export function octets(item: Asn1 | undefined): Buffer {
  if (item === undefined) throw new Pkcs12Unsupported('not a PKCS#12 file');
  return Array.isArray(item.value) ? Buffer.concat(children(item).map(octets)) : Buffer.from(item.value, 'binary');
}

export function oidOf(item: Asn1 | undefined): string {
  return asn1.derToOid(octets(item).toString('binary'));
}

function iterations(item: Asn1 | undefined): number {
  const bytes = octets(item);
  const value = bytes.length > 0 && bytes.length <= 6 ? bytes.readUIntBE(0, bytes.length) : 0;
  if (value < 1 || value > MAX_ITERATIONS) throw new Pkcs12Unsupported('an impossible number of rounds');
  return value;
}

/** Repeats bytes up to a whole number of blocks; nothing stays nothing. */
function filled(bytes: Buffer, block: number): Buffer {
  return Buffer.alloc(block * Math.ceil(bytes.length / block), bytes);
}

/** Adds `addend` + 1 to a block, modulo its size, in place. */
function addOne(block: Buffer, addend: Buffer): void {
  let carry = 1;
  for (let i = block.length - 1; i >= 0; i--) {
    const sum = (block[i] as number) + (addend[i] as number) + carry;
    block[i] = sum & 0xff;
    carry = sum >>> 8;
  }
}

/**
 * The key derivation of PKCS#12 itself: `id` 1 for a key, 2 for an initialization vector, 3 for a MAC key.
 *
 * @see RFC 7292 appendix B.2; the password is UTF-16BE with a closing zero (appendix B.1)
 */
export function pkcs12Key(
  password: string,
  wanted: { digest: string; id: 1 | 2 | 3; salt: Buffer; iterations: number; bytes: number },
): Buffer {
  const { digest, id, salt, bytes } = wanted;
  const block = digest === 'sha384' || digest === 'sha512' ? 128 : 64;
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([filled(salt, block), filled(text, block)]);
  const diversifier = Buffer.alloc(block, id);
  const parts: Buffer[] = [];
  for (let length = 0; length < bytes;) {
    let round = hash(digest, Buffer.concat([diversifier, input]), 'buffer');
    for (let i = 1; i < wanted.iterations; i++) round = hash(digest, round, 'buffer');
    parts.push(round);
    length += round.length;
    const addend = Buffer.alloc(block, round);
    for (let at = 0; at < input.length; at += block) addOne(input.subarray(at, at + block), addend);
  }
  return Buffer.concat(parts).subarray(0, bytes);
}

/** Whether a MacData holds for the bytes: what says that the password is right. @see RFC 7292 section 4 */
export function macHolds(macData: Asn1, password: string, content: Buffer): boolean {
  const [info, salt, rounds] = children(macData);
  const [algorithm, expected] = children(info);
  const digest = DIGESTS[oidOf(children(algorithm)[0])];
  if (digest === undefined) throw new Pkcs12Unsupported('the file’s MAC is of an unsupported kind');
  const count = rounds === undefined ? 1 : iterations(rounds);
  const mac = octets(expected);
  const size = hash(digest, '', 'buffer').length;
  const key = pkcs12Key(password, { digest, id: 3, salt: octets(salt), iterations: count, bytes: size });
  const found = createHmac(digest, key).update(content).digest();
  return mac.length === found.length && timingSafeEqual(mac, found);
}

function decryptPbes2(parameters: Asn1 | undefined, password: string, ciphertext: Buffer): Buffer {
  const [derivation, encryption] = children(parameters).map(children);
  const [salt, rounds, ...rest] = children(derivation?.[1]);
  const cipher = CIPHERS[oidOf(encryption?.[0])];
  // keyLength is optional and follows from the cipher; the pseudo-random function defaults to HMAC with SHA-1.
  const choice = rest.find((item) => Array.isArray(item.value));
  const prf = choice === undefined ? 'sha1' : PSEUDO_RANDOM[oidOf(children(choice)[0])];
  if (oidOf(derivation?.[0]) !== OIDS.pbkdf2 || cipher === undefined || prf === undefined) {
    throw new Pkcs12Unsupported('the file is encrypted in an unsupported way');
  }
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), octets(salt), iterations(rounds), cipher.keyBytes, prf);
  const decipher = createDecipheriv(cipher.name, key, octets(encryption?.[1]));
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

const RC2_BITS = 40;

/** RC2 with 40 bits, which older programs put on certificates; OpenSSL 3 no longer has it. */
function decryptRc2(key: Buffer, iv: Buffer, ciphertext: Buffer): Buffer {
  const decipher = forge.rc2.createDecryptionCipher(key.toString('binary'), RC2_BITS);
  decipher.start(iv.toString('binary'));
  decipher.update(forge.util.createBuffer(ciphertext.toString('binary')));
  if (!decipher.finish()) throw new Pkcs12Unsupported('what is encrypted is damaged');
  return Buffer.from(decipher.output.getBytes(), 'binary');
}

/** Decrypts under an AlgorithmIdentifier; call it when the MAC has held. @throws Pkcs12Unsupported */
export function decryptPkcs12(algorithm: Asn1 | undefined, password: string, ciphertext: Buffer): Buffer {
  const [name, parameters] = children(algorithm);
  const oid = oidOf(name);
  if (oid === OIDS.pbes2) return decryptPbes2(parameters, password, ciphertext);
  if (oid !== OIDS.sha1TripleDes && oid !== OIDS.sha1Rc2of40) {
    throw new Pkcs12Unsupported('the file is encrypted in an unsupported way');
  }
  const [salt, rounds] = children(parameters);
  const own = { digest: 'sha1', salt: octets(salt), iterations: iterations(rounds) };
  const iv = pkcs12Key(password, { ...own, id: 2, bytes: 8 });
  if (oid === OIDS.sha1Rc2of40) return decryptRc2(pkcs12Key(password, { ...own, id: 1, bytes: 5 }), iv, ciphertext);
  const decipher = createDecipheriv('des-ede3-cbc', pkcs12Key(password, { ...own, id: 1, bytes: 24 }), iv);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}
