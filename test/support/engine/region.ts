import { createHash, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { issueDepartment, issueRoot, newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { attestedStatement } from '../../../service/proof/attested.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex, hexToBytes, utf8 } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { thumbprint } from '../../../service/proof/es256-key.ts';
import { encodeRlp, encodeRlpList } from '../../../service/proof/rlp.ts';
import { keySlot } from '../../../service/proof/storage-layout.ts';
import type { EvidenceBundle, P256Jwk, SlotRef, TrustedPoint } from '../../../service/verify/index.ts';
import { trie } from './mpt.ts';

export const primitives = nodePrimitives();
export const { sha256 } = primitives;

/** 1 January 2026, when everything in these regions happens unless a test says otherwise. */
export const NOW = 1_767_225_600;
const DAY = 86_400;

export const signRaw = (key: KeyObject, message: Uint8Array): Uint8Array =>
  new Uint8Array(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));

export const jwkOf = (key: KeyObject): P256Jwk => {
  const { x, y } = createPublicKey(key).export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x: x!, y: y! };
};

/** A word from fields low-order first, as Solidity packs them; texts are ASCII. */
export function packed(...fields: [value: number | string, bytes: number][]): Uint8Array {
  const word = new Uint8Array(32);
  let end = 32;
  for (const [value, bytes] of fields) {
    const hex =
      typeof value === 'number' ? value.toString(16).padStart(bytes * 2, '0') : bytesToHex(utf8(value)).slice(2);
    word.set(hexToBytes(hex), end - bytes);
    end -= bytes;
  }
  return word;
}

const uint = (value: number): Uint8Array => (value === 0 ? new Uint8Array(0) : hexToBytes(evenHex(value)));
const evenHex = (value: number): string => {
  const hex = value.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
};
const minimal = (word: Uint8Array): Uint8Array => word.subarray(word.findIndex((byte) => byte !== 0));

type Options = { caip2?: string; base?: string; name?: string; department?: string };
type EvidenceOptions = {
  height?: number;
  /** Of the votes; NOW when absent. */
  time?: number;
  voters?: number;
};

/**
 * A region in memory: a root and one department with X.509 certificates, four attesters, and contracts that are nothing
 * but storage, whose state is proven by genuine Merkle-Patricia proofs under genuine headers.
 */
export function createRegion(options: Options = {}) {
  const { caip2 = 'eip155:370500', base = 'https://dongying.example', name = '东营市' } = options;
  const department = options.department ?? '11370500000000001X';
  const chainId = Number(caip2.slice('eip155:'.length));
  const root = {
    ...issueRoot({ region: name, key: newSigningKey(), now: NOW - 30 * DAY, validDays: 3650 }),
    region: name,
  };
  const iss = `${base}/departments/${department}`;
  const certify = (change: Partial<Parameters<typeof issueDepartment>[1]> = {}) =>
    issueDepartment(root, {
      ...{ uscc: department, name: '住房公积金管理中心', issuer: iss, key: newSigningKey() },
      ...{ now: NOW - 20 * DAY, validDays: 365, ...change },
    });
  const signer = certify();
  const attesters = Array.from({ length: 4 }, newSigningKey);
  const contract = (i: number): Hex =>
    bytesToHex(createHash('sha256').update(`${caip2}/${i}`).digest().subarray(0, 20));
  const trustedPoint: TrustedPoint = {
    ...{ caip2, name: { zh: name, en: name }, base, scheme: 'attested' },
    genesisHash: bytesToHex(sha256(utf8(caip2))),
    contracts: {
      ...{ council: contract(0), accessManager: contract(1), authorityRegistry: contract(2) },
      ...{ certificateAnchors: contract(3), recordRegistry: contract(4) },
      ...{ useLedger: contract(5), partnerRegistry: contract(6) },
    },
    validators: attesters.map((key) => ({ key: jwkOf(key), fromHeight: 0 })),
    rootX5tS256: [encodeBase64url(sha256(root.certificate))],
    ...{ maxAgeSeconds: 300, trustPeriodSeconds: 30 * DAY, development: false },
  };
  const state = new Map<string, Map<string, Uint8Array>>();

  const set = (address: string, slot: Hex, word: Uint8Array): void => {
    const at = address.toLowerCase();
    const storage = state.get(at) ?? new Map<string, Uint8Array>();
    // A slot that is zero is not in the trie.
    if (word.every((byte) => byte === 0)) storage.delete(slot);
    else storage.set(slot, word);
    state.set(at, storage);
  };
  /** Registers a key as the AuthorityRegistry would. */
  const setKey = (
    of: Uint8Array,
    key: { department?: string; use?: number; from?: number; until?: number; compromisedFrom?: number } = {},
  ): void => {
    const word = packed(
      [key.department ?? department, 18],
      [key.use ?? 1, 1],
      [key.from ?? NOW - 20 * DAY, 4],
      [key.until ?? 0, 4],
      [key.compromisedFrom ?? 0, 4],
    );
    set(trustedPoint.contracts.authorityRegistry, keySlot(of), word);
  };
  setKey(sha256(signer.certificate));
  // No contract is empty on a real chain.
  for (const address of Object.values(trustedPoint.contracts))
    set(address, bytesToHex(sha256(utf8(address))), packed([1, 1]));

  const vote = (key: KeyObject, height: number, blockHash: Uint8Array, time: number) => {
    const genesisHash = hexToBytes(trustedPoint.genesisHash);
    const statement = attestedStatement({ genesisHash, chainId, height, blockHash, time });
    return { kid: thumbprint(sha256, jwkOf(key)), time, sig: encodeBase64url(signRaw(key, statement)) };
  };

  /** What a chain reader would bring: header, votes and proofs of the slots, of the state as it is now. */
  const evidence = (slots: readonly SlotRef[], { height = 100, time = NOW, voters = 3 }: EvidenceOptions = {}) => {
    const storages = new Map(
      Array.from(state, ([address, storage]) => {
        const entries = Array.from(storage, ([slot, word]): [Uint8Array, Uint8Array] => [
          hexToBytes(slot),
          encodeRlp(minimal(word)),
        ]);
        return [address, trie(entries)];
      }),
    );
    const account = (storageRoot: Uint8Array): Uint8Array =>
      encodeRlp([uint(1), uint(0), storageRoot, keccak_256(utf8('code'))]);
    const accounts = trie(Array.from(storages, ([address, { root }]) => [hexToBytes(address), account(root)]));
    const header = encodeRlpList(
      [
        ...[sha256(utf8(`parent of ${height}`)), keccak_256(Uint8Array.of(0xc0)), new Uint8Array(20), accounts.root],
        ...[new Uint8Array(32), new Uint8Array(32), new Uint8Array(256), uint(0), uint(height), uint(30_000_000)],
        ...[uint(0), uint(time - 5), new Uint8Array(0), new Uint8Array(32), new Uint8Array(8)],
      ].map((field) => encodeRlp(field)),
    );
    const hexes = (nodes: Uint8Array[]): Hex[] => nodes.map(bytesToHex);
    const addresses = [...new Set(slots.map(({ address }) => address))];
    const bundle: EvidenceBundle = {
      ...{ v: 1, chain: caip2, scheme: 'attested', header: bytesToHex(header), asOf: time },
      votes: attesters.slice(0, voters).map((key) => vote(key, height, keccak_256(header), time)),
      accounts: addresses.map((address) => ({
        address,
        accountProof: hexes(accounts.proof(hexToBytes(address))),
        storageProof: slots
          .filter((slot) => slot.address === address)
          .map(({ slot }) => {
            const word = state.get(address)?.get(slot);
            const digits = word === undefined ? '' : bytesToHex(word).slice(2).replace(/^0+/, '');
            return {
              key: slot,
              value: `0x${digits === '' ? '0' : digits}` as Hex,
              proof: hexes(storages.get(address)!.proof(hexToBytes(slot))),
            };
          }),
      })),
    };
    return bundle;
  };

  return {
    caip2,
    base,
    iss,
    department,
    root,
    signer,
    certify,
    attesters,
    trustedPoint,
    state,
    set,
    setKey,
    vote,
    evidence,
  };
}

export type TestRegion = ReturnType<typeof createRegion>;
