import { keccak_256 } from '@noble/hashes/sha3.js';
import { hexToBytes, NotHex } from './bytes.ts';
import { NotRlp, rlpListItems, rlpString, rlpUint } from './rlp.ts';

/** A block header as its bytes say. */
export type DecodedHeader = {
  /** The RLP as given. */
  readonly raw: Uint8Array;
  /**
   * keccak256 of `raw`, 32 bytes. The block's hash on every engine that hashes the header as it is; under QBFT it is
   * not, see {@link checkQbft}.
   */
  readonly hash: Uint8Array;
  readonly parentHash: Uint8Array;
  readonly stateRoot: Uint8Array;
  readonly number: number;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly extraData: Uint8Array;
  /** RLP encodings of all fields in order: 15 up to Berlin, 16 or more from London on. */
  readonly fields: readonly Uint8Array[];
};

/** The bytes are no block header. The caller refuses the evidence they came from. */
export class NotHeader extends Error {
  override readonly name = 'NotHeader';
  readonly code = 'notHeader';
}

/** Position of extraData among the fields. */
export const EXTRA_DATA = 12;

const MIN_FIELDS = 15;
/** Far above Prague's 21, so that a coming fork needs no change here. */
const MAX_FIELDS = 32;
/** QBFT's extraData grows by 20 + 65 bytes a validator; 64 KiB hold several hundred. */
const MAX_BYTES = 65_536;

/** Lengths of the fields that have one: parent, ommers, coinbase, state, transactions, receipts, bloom, mix, nonce. */
const LENGTHS: readonly (readonly [index: number, length: number])[] = [
  [0, 32],
  [1, 32],
  [2, 20],
  [3, 32],
  [4, 32],
  [5, 32],
  [6, 256],
  [13, 32],
  [14, 8],
];

function decode(raw: Uint8Array): DecodedHeader {
  if (raw.length > MAX_BYTES) throw new NotHeader('too long');
  const fields = rlpListItems(raw);
  if (fields.length < MIN_FIELDS || fields.length > MAX_FIELDS) throw new NotHeader(`${fields.length} fields`);
  const field = (index: number): Uint8Array => fields[index] as Uint8Array;
  for (const [index, length] of LENGTHS) {
    if (rlpString(field(index)).length !== length) throw new NotHeader(`field ${index} has another length`);
  }
  const integer = (index: number): number => {
    const value = rlpUint(field(index), 8);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new NotHeader(`field ${index} is too large`);
    return Number(value);
  };
  rlpUint(field(7)); // difficulty
  integer(9); // gas limit
  integer(10); // gas used
  return {
    raw,
    hash: keccak_256(raw),
    parentHash: rlpString(field(0)),
    stateRoot: rlpString(field(3)),
    number: integer(8),
    timestamp: integer(11),
    extraData: rlpString(field(EXTRA_DATA)),
    fields,
  };
}

/**
 * Reads a header from its RLP, given as bytes or as hexadecimal. Only canonical RLP is taken, so one header has one hash.
 *
 * @see Ethereum yellow paper, section 4.4
 * @throws NotHeader
 */
export function decodeHeader(rlp: Uint8Array | string): DecodedHeader {
  try {
    return decode(typeof rlp === 'string' ? hexToBytes(rlp) : rlp);
  } catch (error) {
    if (error instanceof NotRlp || error instanceof NotHex) throw new NotHeader(error.message, { cause: error });
    throw error;
  }
}
