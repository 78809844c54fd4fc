import type { KeyObject } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { getAddress } from 'ethers';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex, concatBytes, utf8 } from '../../../service/proof/bytes.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../../service/proof/canonical-json.ts';
import { anchorId, certificateLeaf, uriId } from '../../../service/proof/certificate.ts';
import { merkleTree } from '../../../service/proof/merkle-tree.ts';
import { anchorSlot, statusWordSlot } from '../../../service/proof/storage-layout.ts';
import { jwkOf, NOW, packed, sha256, signRaw } from './region.ts';
import type { TestRegion } from './region.ts';

export const encodeJson = (value: JsonValue): string => encodeBase64url(utf8(canonicalJson(value)));
export const salt = (): string => encodeBase64url(randomBytes(16));
export const digestOf = (disclosure: string): string => encodeBase64url(sha256(utf8(disclosure)));
export const disclosureOf = (name: string, value: JsonValue): string => encodeJson([salt(), name, value]);

const CLAIMS: JsonObject = {
  ...{ name: '王小明', number: '990101199001011234', employer: '东营市测试单位', account: '0001' },
  ...{ depositBase: 8000, employerRate: 10, personalRate: 10, monthlyDeposit: 1600, balance: 12345.67 },
  ...{ openedOn: '2015-03-01', consecutiveMonths: 120, loanRecord: '无' },
};
const OPEN_CLAIMS: JsonObject = { accountStatus: '正常', paidThrough: '2025-12' };

export type IssueOptions = {
  /** Changes to the payload before it is committed; undefined removes a claim. */
  payload?: Record<string, JsonValue | undefined>;
  /** Changes to the `anchor` claim after it is committed. */
  anchor?: Record<string, JsonValue | undefined>;
  header?: Record<string, JsonValue | undefined>;
  /** Selectively disclosable claims. */
  claims?: JsonObject;
  /** Further disclosures as they are (base64url), with their digests in the payload. */
  disclosures?: string[];
  holder?: KeyObject;
  /** Signs instead of the department's key. */
  key?: KeyObject;
  certificates?: Uint8Array[];
  status?: number;
  block?: number;
  time?: number;
  size?: number;
  index?: number;
  /** Nothing is written to the chain. */
  unanchored?: boolean;
  /** Department and size that the chain is told instead. */
  onChain?: { department?: string; size?: number };
  /** Not RFC 8785: the payload's text is made by this. */
  serialise?: (payload: JsonObject) => string;
};

function merged(base: Record<string, JsonValue>, changes: Record<string, JsonValue | undefined> = {}): JsonObject {
  const entries = Object.entries({ ...base, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
}

/** Issues a genuine certificate in the region: committed in a batch, anchored in its state, signed. */
export function issue(region: TestRegion, options: IssueOptions = {}) {
  const { status = 0, block = 42, time = NOW - 3600, size = 5, index = 2, claims = CLAIMS } = options;
  const certificates = options.certificates ?? [region.signer.certificate, region.root.certificate];
  const disclosures = [
    ...Object.entries(claims).map(([name, value]) => disclosureOf(name, value)),
    ...(options.disclosures ?? []),
  ];
  const committed = merged(
    {
      iss: region.iss,
      vct: `${region.base}/types/housing-fund-deposit/1`,
      ...{ iat: time - 60, nbf: time - 60, exp: NOW + 86_400 * 300, salt: salt(), _sd_alg: 'sha-256' },
      licence: `1.2.156.3005.2.11100000999900011E001.${region.department}.20260000001.001.0`,
      'x5t#S256': encodeBase64url(sha256(certificates[0]!)),
      ...OPEN_CLAIMS,
      _sd: disclosures.map(digestOf).sort(),
      ...(options.holder === undefined ? {} : { cnf: { jwk: jwkOf(options.holder) } }),
    },
    options.payload,
  );
  const leaves = Array.from({ length: size }, (_, i) =>
    i === index ? certificateLeaf(sha256, committed) : new Uint8Array(randomBytes(32)),
  );
  const tree = merkleTree(sha256, concatBytes(...leaves));
  const type = uriId(sha256, String(committed['vct']));
  const id = anchorId(sha256, { department: region.department, type, root: tree.root });
  const contract = region.trustedPoint.contracts.certificateAnchors;
  if (options.unanchored !== true) {
    const { onChain } = options;
    const fields = packed(
      [onChain?.department ?? region.department, 18],
      [onChain?.size ?? size, 4],
      [time, 5],
      [block, 5],
    );
    region.set(contract, anchorSlot(id), fields);
  }
  const setStatus = (code: number): void => {
    const word = new Uint8Array(32);
    const place = index % 128;
    word[31 - (place >>> 2)] = code << ((place & 3) * 2);
    region.set(contract, statusWordSlot(id, index), word);
  };
  if (status !== 0) setStatus(status);
  const anchor = merged(
    {
      ...{ chain: region.caip2, contract: getAddress(contract), id: bytesToHex(id), block, index, size },
      proof: tree.proof(index).map(encodeBase64url),
    },
    options.anchor,
  );
  const payload = { ...committed, anchor };
  const header = merged(
    { alg: 'ES256', typ: 'dc+sd-jwt', x5c: certificates.map((der) => Buffer.from(der).toString('base64')) },
    options.header,
  );
  const { serialise = canonicalJson } = options;
  const input = `${encodeJson(header)}.${encodeBase64url(utf8(serialise(payload)))}`;
  const signature = encodeBase64url(signRaw(options.key ?? region.signer.key, utf8(input)));
  const text = `${[`${input}.${signature}`, ...disclosures].join('~')}~`;
  return { text, payload, disclosures, anchorId: id, index, setStatus };
}

/** Adds a key binding JWT to a presentation that ends in a tilde. */
export function bind(
  presented: string,
  holder: KeyObject,
  change: { header?: Record<string, JsonValue | undefined>; payload?: Record<string, JsonValue | undefined> } = {},
): string {
  const header = merged({ alg: 'ES256', typ: 'kb+jwt' }, change.header);
  const payload = merged(
    { aud: 'https://dongying.example/windows', nonce: 'n-1', iat: NOW - 5, sd_hash: digestOf(presented) },
    change.payload,
  );
  const input = `${encodeJson(header)}.${encodeJson(payload)}`;
  return `${presented}${input}.${encodeBase64url(signRaw(holder, utf8(input)))}`;
}
