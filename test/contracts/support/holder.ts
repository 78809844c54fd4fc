import { createSign, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { bytes32 } from './fixture.ts';
import { digest } from './ledger.ts';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export type Holder = { salt: string; x: string; y: string; commitment: string; privateKey: KeyObject };

/** A citizen's P-256 key with its salted commitment. */
export function newHolder(): Holder {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const hex = (text: string): string => `0x${Buffer.from(text, 'base64url').toString('hex')}`;
  const salt = bytes32('holder salt');
  return { salt, x: hex(x), y: hex(y), commitment: digest('holder-key', salt, hex(x), hex(y)), privateKey };
}

/** ES256 over a message, as WebCrypto and node:crypto make it; `s` is put into the half asked for. */
export function signed(holder: Holder, message: string, half: 'low' | 'high' = 'low'): Record<string, string> {
  const signature = createSign('sha256')
    .update(Buffer.from(message.slice(2), 'hex'))
    .sign({ key: holder.privateKey, dsaEncoding: 'ieee-p1363' })
    .toString('hex');
  let s = BigInt(`0x${signature.slice(64)}`);
  if (s > ORDER / 2n === (half === 'low')) s = ORDER - s;
  return {
    salt: holder.salt,
    x: holder.x,
    y: holder.y,
    r: `0x${signature.slice(0, 64)}`,
    s: `0x${s.toString(16).padStart(64, '0')}`,
  };
}
