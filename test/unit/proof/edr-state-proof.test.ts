import { expect } from 'chai';
import { getCreateAddress, Wallet } from 'ethers';
import { openEngine } from '../../../service/chain/engine.ts';
import type { Engine } from '../../../service/chain/engine.ts';
import { bytesToHex, hexToBytes, u32 } from '../../../service/proof/bytes.ts';
import { decodeHeader } from '../../../service/proof/header.ts';
import type { DecodedHeader } from '../../../service/proof/header.ts';
import { encodeRlp } from '../../../service/proof/rlp.ts';
import { accountFromProof, storageFromProof } from '../../../service/proof/state-proof.ts';
import { codeOf, hash32 } from './support.ts';

type Answer = { accountProof: string[]; storageProof: { key: string; value: string; proof: string[] }[] };

const SLOTS = 60;
const FIELDS = [
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom', 'difficulty'],
  ...['number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce'],
];
const QUANTITIES = new Set(['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp']);

const padded = (hex: string): Uint8Array => hexToBytes(hex.length % 2 === 0 ? hex : `0x0${hex.slice(2)}`);
const slotKey = (n: number): Uint8Array => {
  const key = new Uint8Array(32);
  key.set(u32(n), 28);
  return key;
};

/** A header from the JSON-RPC block. */
function headerOf(block: Record<string, string>): DecodedHeader {
  const item = (name: string): Uint8Array => {
    const value = block[name] as string;
    if (!QUANTITIES.has(name)) return hexToBytes(value);
    return BigInt(value) === 0n ? new Uint8Array(0) : padded(`0x${BigInt(value).toString(16)}`);
  };
  return decodeHeader(encodeRlp(FIELDS.map(item)));
}

describe('state proofs of the embedded chain', () => {
  let engine: Engine;
  let header: DecodedHeader;
  let contract: string;
  let sender: string;

  const proofOf = (address: string, slots: readonly Uint8Array[]): Promise<Answer> =>
    engine.request('eth_getProof', [address, slots.map(bytesToHex), 'latest']);
  const accountOf = (address: string, answer: Answer) =>
    accountFromProof(header.stateRoot, hexToBytes(address), answer.accountProof.map(hexToBytes));

  before(async () => {
    engine = await openEngine(370500);
    const wallet = new Wallet(bytesToHex(hash32(1)));
    sender = wallet.address;
    contract = getCreateAddress({ from: sender, nonce: 0 });
    // A constructor that writes slot i = i + 1 and leaves no code: PUSH1 value PUSH1 slot SSTORE, again and again.
    const writes = Array.from({ length: SLOTS }, (_, i) => [0x60, i + 1, 0x60, i, 0x55]).flat();
    const transaction = { type: 0, nonce: 0, chainId: 370500, gasPrice: 0, gasLimit: 5_000_000 };
    const raw = await wallet.signTransaction({ ...transaction, data: bytesToHex(Uint8Array.from(writes)) });
    await engine.request('eth_sendRawTransaction', [raw]);
    const { hash } = await engine.mine(1_900_000_000);
    header = headerOf(await engine.request('eth_getBlockByHash', [hash, false]));
    expect(bytesToHex(header.hash)).to.equal(hash);
  });

  it('show every slot that was written, and zero for one that was not', async () => {
    const slots = Array.from({ length: SLOTS + 40 }, (_, i) => i);
    const answer = await proofOf(contract, slots.map(slotKey));
    const { storageRoot } = accountOf(contract, answer);
    for (const i of slots) {
      const proof = answer.storageProof[i]?.proof.map(hexToBytes) ?? [];
      const word = storageFromProof(storageRoot, slotKey(i), proof);
      expect(BigInt(bytesToHex(word)), `slot ${i}`).to.equal(i < SLOTS ? BigInt(i + 1) : 0n);
    }
  });

  it('show zero for any slot of an account without storage', async () => {
    const answer = await proofOf(sender, [slotKey(0)]);
    const account = accountOf(sender, answer);
    expect(account.nonce).to.equal(1n);
    const proof = answer.storageProof[0]?.proof.map(hexToBytes) ?? [];
    expect(storageFromProof(account.storageRoot, slotKey(0), proof)).to.deep.equal(new Uint8Array(32));
  });

  it('show that an account does not exist', async () => {
    for (let n = 0; n < 20; n++) {
      const address = bytesToHex(hash32(n).subarray(12));
      const answer = await proofOf(address, []);
      expect(codeOf(() => accountOf(address, answer))).to.equal('accountAbsent');
    }
  });
});
