import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from './bytes.ts';
import { EXTRA_DATA } from './header.ts';
import type { DecodedHeader } from './header.ts';
import { encodeRlp, encodeRlpList, isRlpList, NotRlp, rlpListItems, rlpString, rlpUint } from './rlp.ts';
import { keysInForce, MIN_VALIDATORS, quorumOf } from './validator-set.ts';
import type { Validator } from './validator-set.ts';

/** Why a header is not proven. All of them are infrastructure, so undetermined, never invalid. */
export type QbftFailure = 'noQuorum' | 'tooFewValidators' | 'malformedTrust' | 'malformedHeader';

export type QbftResult =
  | { ok: true; hash: Uint8Array; statementTime: number; quorum: number; seals: number; round: number }
  | { ok: false; code: QbftFailure; detail: string };

type ExtraData = { round: number; seals: Uint8Array[]; hash: Uint8Array; sealHash: Uint8Array };

/** Seals beyond this are refused unread: every one costs a key recovery (about a millisecond). */
const MAX_SEALS = 256;
const EMPTY_LIST = Uint8Array.of(0xc0);
const ZERO = Uint8Array.of(0x80);

/** Besu's header has five items in extraData: vanity, validators, vote, round, seals. */
function readExtraData(header: DecodedHeader): ExtraData | undefined {
  try {
    const items = rlpListItems(header.extraData);
    if (items.length !== 5) return undefined;
    const [vanity, validators, vote, round, seals] = items as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    if (rlpString(vanity).length !== 32 || !isRlpList(validators) || !isRlpList(vote)) return undefined;
    const hashWith = (roundItem: Uint8Array): Uint8Array => {
      const fields = [...header.fields];
      fields[EXTRA_DATA] = encodeRlp(encodeRlpList([vanity, validators, vote, roundItem, EMPTY_LIST]));
      return keccak_256(encodeRlpList(fields));
    };
    return {
      round: Number(rlpUint(round, 4)),
      seals: rlpListItems(seals).map(rlpString),
      hash: hashWith(ZERO),
      sealHash: hashWith(round),
    };
  } catch (error) {
    if (error instanceof NotRlp) return undefined;
    throw error;
  }
}

/** The address whose key made a seal (r ‖ s ‖ recovery bit, 65 bytes) over a hash; undefined when there is none. */
function sealer(sealHash: Uint8Array, seal: Uint8Array): string | undefined {
  const bit = seal[64];
  if (seal.length !== 65 || bit === undefined || bit > 1) return undefined;
  let point: Uint8Array;
  try {
    const signature = secp256k1.Signature.fromBytes(seal.subarray(0, 64), 'compact').addRecoveryBit(bit);
    point = signature.recoverPublicKey(sealHash).toBytes(false);
  } catch {
    return undefined; // the library's way to say that r, s or the point is out of range
  }
  return bytesToHex(keccak_256(point.subarray(1)).subarray(12));
}

function addressesAt(validators: readonly Validator[], height: number): Set<string> | undefined {
  const set = new Set<string>();
  for (const key of keysInForce(validators, height)) {
    const address = typeof key === 'string' ? key.toLowerCase() : '';
    // One address counted twice would halve the quorum.
    if (!/^0x[0-9a-f]{40}$/.test(address) || set.has(address)) return undefined;
    set.add(address);
  }
  return set;
}

/**
 * Whether a quorum of the validators in force sealed a Besu QBFT header, and what the block's hash is.
 *
 * The block hash is taken with round 0 and an empty seal list; the seals sign the hash with the round kept and an empty
 * seal list. The quorum is ceil(2N/3) of the set the trusted point names for this height: the header's own list is what
 * the header's maker says. Seals of others are not counted. The statement time is the header's own.
 *
 * @see https://besu.hyperledger.org/private-networks/how-to/configure/consensus/qbft
 */
export function checkQbft(input: {
  readonly trustedPoint: { readonly validators: readonly Validator[] };
  readonly header: DecodedHeader;
}): QbftResult {
  const { header } = input;
  const validators = addressesAt(input.trustedPoint.validators, header.number);
  if (validators === undefined) return { ok: false, code: 'malformedTrust', detail: 'trusted point is unusable' };
  if (validators.size < MIN_VALIDATORS) {
    return { ok: false, code: 'tooFewValidators', detail: `${validators.size} validators at height ${header.number}` };
  }
  const extra = readExtraData(header);
  if (extra === undefined || extra.seals.length > MAX_SEALS) {
    return { ok: false, code: 'malformedHeader', detail: 'extraData is not that of QBFT' };
  }
  const quorum = quorumOf(validators.size);
  const sealed = new Set<string>();
  for (const seal of extra.seals) {
    const address = sealer(extra.sealHash, seal);
    if (address !== undefined && validators.has(address)) sealed.add(address);
    if (sealed.size === quorum) {
      const { hash, round } = extra;
      return { ok: true, hash, statementTime: header.timestamp, quorum, seals: sealed.size, round };
    }
  }
  return { ok: false, code: 'noQuorum', detail: `${sealed.size} of ${quorum} seals for height ${header.number}` };
}
