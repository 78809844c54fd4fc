import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { parseAccountKey } from '../../adapters/pki/key-files.ts';
import { privateScalar } from '../../adapters/pki/private-key-file.ts';
import { KeyUnprotected } from '../../adapters/pki/read-pkcs12.ts';
import { readSecretFile } from '../../adapters/pki/secret-file.ts';
import type { UnsignedTransaction } from '../../ports/signer.ts';
import { bytesToHex, concatBytes, equalBytes, hexToBytes, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { encodeRlp } from '../../proof/rlp.ts';
import type { SignerConfiguration } from '../configuration.ts';
import type { HsmKey, Hsms } from './hsm.ts';
import { openKeyFile } from './key-file.ts';
import { HsmUnusable } from './pkcs11-binding.ts';

/** A department's chain account. */
export type Account = {
  /** EIP-55. */
  address: Hex;
  /** Signs a legacy transaction of price and value 0 for one chain (EIP-155). `hash`: Keccak-256 of the signed bytes. */
  signTransaction(transaction: UnsignedTransaction): Promise<{ raw: Hex; hash: Hex }>;
};

/** recovery id 1 byte, r 32, s 32, s in the lower half (EIP-2). */
type SignDigest = (digest: Uint8Array) => Promise<Uint8Array>;

type Source = SignerConfiguration['account'];

const { Point } = secp256k1;

/** @see EIP-55 */
function checksummed(address: Uint8Array): Hex {
  const plain = bytesToHex(address).slice(2);
  const digits = bytesToHex(keccak_256(utf8(plain))).slice(2);
  const mixed = [...plain].map((digit, i) => (parseInt(digits.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit));
  return `0x${mixed.join('')}`;
}

/** The last 20 bytes of Keccak-256 of the point without its first byte. */
function addressOf(point: Uint8Array): Hex {
  return checksummed(keccak_256(point.subarray(1)).subarray(12));
}

/** Big-endian without leading zeros; zero is empty, as RLP has integers. */
function integer(value: number | bigint): Uint8Array {
  const digits = value.toString(16);
  return value === 0 || value === 0n ? new Uint8Array() : hexToBytes(digits.length % 2 === 0 ? digits : `0${digits}`);
}

function withAddress(address: Hex, sign: SignDigest): Account {
  return {
    address,
    async signTransaction({ chainId, nonce, to, data, gasLimit }) {
      const none = new Uint8Array();
      const fields = [integer(nonce), none, integer(gasLimit), hexToBytes(to), none, hexToBytes(data)];
      const digest = keccak_256(encodeRlp([...fields, integer(chainId), none, none]));
      const signature = await sign(digest);
      const recovery = signature[0] as number;
      const [r, s] = [signature.subarray(1, 33), signature.subarray(33)].map((part) =>
        integer(BigInt(bytesToHex(part))),
      );
      const raw = encodeRlp([...fields, integer(chainId * 2 + 35 + recovery), r as Uint8Array, s as Uint8Array]);
      return { raw: bytesToHex(raw), hash: bytesToHex(keccak_256(raw)) };
    },
  };
}

function secretOf(source: Exclude<Source, { source: 'pkcs11' }>, production: boolean): Uint8Array {
  if (source.source === 'hex') {
    if (production) throw new KeyUnprotected(`${source.key} is not encrypted: production refuses it`);
    return hexToBytes(parseAccountKey(source.key, readSecretFile(source.key).toString('utf8')));
  }
  const { path, key } = openKeyFile(source, production);
  return privateScalar(path, key, 'secp256k1');
}

/** An HSM gives r and s alone: which of the points it meant is found by trying. */
function recoverable(digest: Uint8Array, signature: Uint8Array, point: Uint8Array): Uint8Array {
  const order = Point.Fn.ORDER;
  const s = BigInt(bytesToHex(signature.subarray(32)));
  const low = Point.Fn.toBytes(s > order / 2n ? order - s : s);
  for (const recovery of [0, 1]) {
    const candidate = concatBytes(Uint8Array.of(recovery), signature.subarray(0, 32), low);
    const found = secp256k1.recoverPublicKey(candidate, digest, { prehash: false });
    if (equalBytes(Point.fromBytes(found).toBytes(false), point)) return candidate;
  }
  throw new HsmUnusable('hsm.failed', 'the HSM signed with another key than it shows');
}

function hsmAccount(key: HsmKey, label: string): Account {
  const point = key.publicPoint();
  try {
    Point.fromBytes(point);
  } catch (error) {
    throw new HsmUnusable('hsm.keyUnknown', `the key "${label}" is not on secp256k1`, { cause: error });
  }
  return withAddress(addressOf(point), async (digest) => recoverable(digest, await key.sign(digest), point));
}

/**
 * Opens the department's chain account.
 *
 * @throws KeyPasswordWrong, KeyUnprotected, KeyFileUnusable, SecretExposed, Pkcs12Unsupported, HsmUnusable
 */
export function openAccount(source: Source, production: boolean, hsms: Hsms): Account {
  if (source.source === 'pkcs11') return hsmAccount(hsms.key(source), source.key);
  const secret = secretOf(source, production);
  const point = secp256k1.getPublicKey(secret, false);
  return withAddress(addressOf(point), async (digest) =>
    secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' }),
  );
}
