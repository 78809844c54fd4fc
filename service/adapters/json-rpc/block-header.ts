import { keccak_256 } from '@noble/hashes/sha3.js';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { encodeRlp } from '../../proof/rlp.ts';

/** A block as `eth_getBlockByNumber` tells it, without transactions' bodies. */
export type RpcBlock = Record<string, unknown> & {
  number: Hex;
  hash: Hex;
  parentHash: Hex;
  timestamp: Hex;
  transactions: unknown[];
};

const QUANTITY = new Set([
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'baseFeePerGas',
  'blobGasUsed',
  'excessBlobGas',
]);

const FIELDS = [
  'parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom', 'difficulty',
  'number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce',
]; // prettier-ignore

/** Fields that later forks appended, in their order: London, Shanghai, Cancun (three), Prague. */
const LATER_FIELDS = [
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'requestsHash',
];

function field(name: string, value: unknown): string {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]*$/.test(value)) {
    throw new ChainUnreachable(`the node's block has no usable ${name}`);
  }
  if (!QUANTITY.has(name)) return value;
  const digits = value.slice(2).replace(/^0+/, '');
  return `0x${digits.length % 2 === 1 ? '0' : ''}${digits}`;
}

/**
 * The RLP of a block's header from the node's JSON. Where the engine hashes the header as it is (`scheme` attested), the
 * bytes are compared with the block's hash, so that a field this program does not know shows here and not as a broken
 * proof. Under QBFT the hash is made otherwise and left to the header scheme.
 *
 * @see Ethereum Yellow Paper section 4.3; EIP-1559, EIP-4895, EIP-4844, EIP-4788, EIP-7685
 * @throws ChainUnreachable when the JSON is no block or does not give its own hash
 */
export function headerRlp(block: RpcBlock, scheme: 'attested' | 'qbft'): Hex {
  const names = [...FIELDS, ...LATER_FIELDS.filter((name) => block[name] !== undefined && block[name] !== null)];
  let rlp: Uint8Array;
  try {
    rlp = encodeRlp(names.map((name) => hexToBytes(field(name, block[name]))));
  } catch (error) {
    if (error instanceof ChainUnreachable) throw error;
    throw new ChainUnreachable('the node gives no block header', { cause: error });
  }
  if (scheme === 'attested' && bytesToHex(keccak_256(rlp)) !== block.hash) {
    throw new ChainUnreachable(`the node's block ${block.number} does not have the hash it claims`);
  }
  return bytesToHex(rlp);
}

/** A storage slot or hash as 32 bytes of lower-case hexadecimal. */
export function word(value: Hex | bigint): Hex {
  const digits = BigInt(value).toString(16);
  if (digits.length > 64) throw new RangeError('more than 32 bytes');
  return `0x${digits.padStart(64, '0')}`;
}
