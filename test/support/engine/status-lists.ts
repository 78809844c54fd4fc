import { deflateSync } from 'node:zlib';
import type { KeyObject } from 'node:crypto';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { utf8 } from '../../../service/proof/bytes.ts';
import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import { encodeJson } from './certificates.ts';
import { NOW, signRaw } from './region.ts';
import type { TestRegion } from './region.ts';

export const LIST_URI = 'https://dongying.example/status-lists/1';

type Change = Record<string, JsonValue | undefined>;
const merged = (base: Record<string, JsonValue>, change: Change = {}): { [name: string]: JsonValue } => {
  const entries = Object.entries({ ...base, ...change });
  return Object.fromEntries(entries.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
};

/** `lst` of two-bit codes, index 0 first. */
export function lstOf(codes: readonly number[]): string {
  const bytes = new Uint8Array(Math.ceil(codes.length / 4));
  codes.forEach((code, i) => (bytes[i >>> 2]! |= code << ((i & 3) * 2)));
  return encodeBase64url(new Uint8Array(deflateSync(bytes)));
}

/** A status list of the region's department: 100 certificates, all of them valid but those named. */
export function statusList(
  region: TestRegion,
  codes: Record<number, number>,
  change: { header?: Change; payload?: Change; list?: Change; key?: KeyObject; certificates?: Uint8Array[] } = {},
): string {
  const { certificates = [region.signer.certificate, region.root.certificate], key = region.signer.key } = change;
  const all = Array.from({ length: 100 }, (_, i) => codes[i] ?? 0);
  const header = merged(
    { alg: 'ES256', typ: 'statuslist+jwt', x5c: certificates.map((der) => Buffer.from(der).toString('base64')) },
    change.header,
  );
  const payload = merged(
    {
      ...{ iss: region.iss, sub: LIST_URI, iat: NOW - 600, exp: NOW + 3600, ttl: 3600 },
      status_list: merged({ bits: 2, lst: lstOf(all) }, change.list),
    },
    change.payload,
  );
  const input = `${encodeJson(header)}.${encodeJson(payload)}`;
  return `${input}.${encodeBase64url(signRaw(key, utf8(input)))}`;
}
