import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { Refusal } from './refusal.ts';
import { arrayLength } from './words.ts';
import type { Words } from './words.ts';

/** What subjects a call may be about: SHA-256 of a URI in hexadecimal -> the URI. */
export type Subjects = { types: ReadonlyMap<string, string>; domains: ReadonlyMap<string, string> };

/** What a call does, as the log says it; `count` is what its limit counts. */
export type SeenCall = { count: number; subjects?: string[]; anchors?: { root: Hex; type: string; size: number }[] };

export type Call = {
  name: string;
  kind: 'anchor' | 'status' | 'commit' | 'use';
  read(words: Words, allowed: Subjects): SeenCall;
};

function exactly(words: Words, count: number): void {
  if (words.count !== count)
    throw new Refusal('signer.callMalformed', `the call has ${words.count} words, not ${count}`);
}

function anchorAt(words: Words, at: number, allowed: Subjects): { root: Hex; type: string; size: number } {
  const type = allowed.types.get(words.bytes32(at));
  if (type === undefined) {
    throw new Refusal(
      'signer.typeNotAllowed',
      `this Signer does not anchor certificates of the type ${words.bytes32(at)}`,
    );
  }
  return { root: words.bytes32(at + 1), type, size: words.uint(at + 2, 32) };
}

function statusAt(words: Words, at: number): void {
  words.uint(at + 1, 32);
  if (words.uint(at + 2, 8) > 3) throw new Refusal('signer.callMalformed', 'a status code is 0 to 3');
}

function domainAt(words: Words, at: number, allowed: Subjects): string {
  const domain = allowed.domains.get(words.bytes32(at));
  if (domain === undefined) {
    throw new Refusal('signer.domainNotAllowed', `this Signer does not commit the domain ${words.bytes32(at)}`);
  }
  return domain;
}

/** How many of a status word's 128 leaves it says are other than valid. */
function leavesChanged(word: Hex): number {
  let count = 0;
  for (const byte of hexToBytes(word)) for (let shift = 0; shift < 8; shift += 2) if ((byte >> shift) & 3) count++;
  return count;
}

const indices = (length: number): number[] => Array.from({ length }, (_, index) => index);

const certificateAnchors: Record<string, Omit<Call, 'name'>> = {
  'anchor(bytes32,bytes32,uint32)': {
    kind: 'anchor',
    read(words, allowed) {
      exactly(words, 3);
      return { count: 1, anchors: [anchorAt(words, 0, allowed)] };
    },
  },
  'anchorMany((bytes32,bytes32,uint32)[])': {
    kind: 'anchor',
    read(words, allowed) {
      const length = arrayLength(words, { offsetAt: 0, head: 1, itemWords: 3 });
      return { count: length, anchors: indices(length).map((index) => anchorAt(words, 2 + index * 3, allowed)) };
    },
  },
  'setStatus(bytes32,uint32,uint8)': {
    kind: 'status',
    read(words) {
      exactly(words, 3);
      statusAt(words, 0);
      return { count: 1 };
    },
  },
  'setStatusMany((bytes32,uint32,uint8)[])': {
    kind: 'status',
    read(words) {
      const length = arrayLength(words, { offsetAt: 0, head: 1, itemWords: 3 });
      for (const index of indices(length)) statusAt(words, 2 + index * 3);
      return { count: length };
    },
  },
  'setStatusDense(bytes32,uint32,uint256[])': {
    kind: 'status',
    read(words) {
      const length = arrayLength(words, { offsetAt: 2, head: 3, itemWords: 1 });
      words.uint(1, 32);
      return { count: indices(length).reduce((sum, index) => sum + leavesChanged(words.bytes32(4 + index)), 0) };
    },
  },
};

const recordRegistry: Record<string, Omit<Call, 'name'>> = {
  'commit(bytes32,bytes32,bytes32,(uint32,uint32,uint32,uint64,uint40))': {
    kind: 'commit',
    read(words, allowed) {
      exactly(words, 8);
      for (const [at, bits] of [
        [3, 32],
        [4, 32],
        [5, 32],
        [6, 48],
        [7, 40],
      ] as const) {
        words.uint(at, bits);
      }
      return { count: 1, subjects: [domainAt(words, 0, allowed)] };
    },
  },
};

const useLedger: Record<string, Omit<Call, 'name'>> = {
  'grant(bytes32,bytes32,bytes32,uint8,uint32,uint32,uint32)': {
    kind: 'use',
    read(words) {
      exactly(words, 7);
      words.uint(3, 8);
      for (const at of [4, 5, 6]) words.uint(at, 32);
      return { count: 1 };
    },
  },
  'cancel(bytes32)': {
    kind: 'use',
    read(words) {
      exactly(words, 1);
      return { count: 1 };
    },
  },
  'cancelByHolder(bytes32,uint32,(bytes32,bytes32,bytes32,bytes32,bytes32))': {
    kind: 'use',
    read(words) {
      exactly(words, 7);
      words.uint(1, 32);
      return { count: 1 };
    },
  },
  'recordUses(bytes32,bytes32,(bytes32,bytes32)[])': {
    kind: 'use',
    read: (words) => ({ count: arrayLength(words, { offsetAt: 2, head: 3, itemWords: 2 }) }),
  },
};

/** The first four bytes of the signature's Keccak-256. @see Solidity ABI specification, function selector */
const selectorOf = (signature: string): Hex => bytesToHex(keccak_256(utf8(signature)).subarray(0, 4));

const bySelector = (functions: Record<string, Omit<Call, 'name'>>): ReadonlyMap<string, Call> =>
  new Map(
    Object.entries(functions).map(([signature, call]) => [
      selectorOf(signature),
      { ...call, name: signature.slice(0, signature.indexOf('(')) },
    ]),
  );

/** Every function a department calls, by contract and selector. Governance is nobody's business here. */
export const CALLS = {
  certificateAnchors: bySelector(certificateAnchors),
  recordRegistry: bySelector(recordRegistry),
  useLedger: bySelector(useLedger),
} as const;
