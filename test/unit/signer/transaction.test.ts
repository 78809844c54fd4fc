import { expect } from 'chai';
import { AbiCoder, Interface } from 'ethers';
import fc from 'fast-check';
import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { bytesToHex, utf8 } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { recordAlpha } from '../../../service/proof/record.ts';
import { checkRecordInput } from '../../../service/signer/checks/record-input.ts';
import { Refusal } from '../../../service/signer/checks/refusal.ts';
import { checkTransaction } from '../../../service/signer/checks/transaction.ts';
import type { TransactionRules } from '../../../service/signer/checks/transaction.ts';
import { CAIP2, CONTRACTS, DOMAIN, TYPE } from '../../support/signer/department.ts';

const idOf = (uri: string): Hex => bytesToHex(nodeSha256(utf8(uri)));
const word = (byte: string): Hex => `0x${byte.repeat(32)}`;
const { certificateAnchors, recordRegistry, useLedger } = CONTRACTS;

const rules: TransactionRules = {
  chainId: 370_500,
  contracts: CONTRACTS,
  gasPerTransaction: 1_000_000,
  types: new Map([[idOf(TYPE), TYPE]]),
  domains: new Map([[idOf(DOMAIN), DOMAIN]]),
};

const see = (data: string, to: string = certificateAnchors, changes = {}) =>
  checkTransaction(rules, {
    ...{ chainId: 370_500, nonce: 0, to: to as Hex, data: data as Hex, gasLimit: 100_000 },
    ...changes,
  });

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'signed';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const anchors = new Interface([
  'function anchor(bytes32 typeId, bytes32 root, uint32 size)',
  'function setStatus(bytes32 anchorId, uint32 index, uint8 status)',
  'function setStatusDense(bytes32 anchorId, uint32 firstWord, uint256[] words)',
  'function transferOwnership(address)',
]);
const ledger = new Interface([
  'function grant(bytes32, bytes32, bytes32, uint8, uint32, uint32, uint32)',
  'function cancel(bytes32)',
  'function cancelByHolder(bytes32, uint32, (bytes32, bytes32, bytes32, bytes32, bytes32))',
  'function recordUses(bytes32, bytes32, (bytes32, bytes32)[])',
]);

const batch = (root: Hex, size: number, type = TYPE) => ({ typeId: idOf(type), root, size });
const coverage = { from: 1, through: 2, vrfEpoch: 1, count: 3, closedAt: 4 };
const commit = (domain = DOMAIN) =>
  contractCalls.commitRecords({ domain: idOf(domain), previousRoot: word('01'), newRoot: word('02'), coverage });

describe('a transaction that a Signer signs', () => {
  it('is decoded: which call, of how many, about what', () => {
    expect(see(contractCalls.anchorMany([batch(word('aa'), 5), batch(word('bb'), 70_000)]))).to.deep.equal({
      kind: 'anchor',
      call: 'certificateAnchors.anchorMany',
      count: 2,
      anchors: [
        { root: word('aa'), type: TYPE, size: 5 },
        { root: word('bb'), type: TYPE, size: 70_000 },
      ],
    });
    expect(see(commit(), recordRegistry)).to.deep.equal({
      kind: 'commit',
      call: 'recordRegistry.commit',
      count: 1,
      subjects: [DOMAIN],
    });
    const changes = [1, 2, 3].map((index) => ({ anchorId: word('cc'), index, status: 1 }));
    expect(see(contractCalls.setStatusMany(changes))).to.deep.include({ kind: 'status', count: 3 });
  });

  it('is any of the calls a department makes', () => {
    const calls: [string, string, number][] = [
      [anchors.encodeFunctionData('anchor', [idOf(TYPE), word('01'), 9]), certificateAnchors, 1],
      [anchors.encodeFunctionData('setStatus', [word('01'), 9, 3]), certificateAnchors, 1],
      // 0b11 in leaf 0, 0b01 in leaf 2, and leaf 127: three leaves
      [anchors.encodeFunctionData('setStatusDense', [word('01'), 0, [3n + 16n + 2n ** 254n]]), certificateAnchors, 3],
      [ledger.encodeFunctionData('grant', [word('01'), word('02'), word('03'), 1, 0, 5, 0]), useLedger, 1],
      [ledger.encodeFunctionData('cancel', [word('01')]), useLedger, 1],
      [ledger.encodeFunctionData('cancelByHolder', [word('01'), 1, Array(5).fill(word('02'))]), useLedger, 1],
      [ledger.encodeFunctionData('recordUses', [word('01'), word('02'), [[word('03'), word('04')]]]), useLedger, 1],
    ];
    for (const [data, to, count] of calls) expect(see(data, to).count).to.equal(count);
  });

  it('is refused on another chain, to another contract, of another function, with too much gas', () => {
    const data = contractCalls.anchorMany([batch(word('aa'), 5)]);
    expect(codeOf(() => see(data, certificateAnchors, { chainId: 370_100 }))).to.equal('signer.otherChain');
    expect(codeOf(() => see(data, `0x${'44'.repeat(20)}`))).to.equal('signer.contractNotAllowed');
    expect(codeOf(() => see(data, recordRegistry))).to.equal('signer.callNotAllowed');
    const govern = anchors.encodeFunctionData('transferOwnership', [`0x${'44'.repeat(20)}`]);
    expect(codeOf(() => see(govern))).to.equal('signer.callNotAllowed');
    for (const none of ['0x', '0x12']) expect(codeOf(() => see(none))).to.equal('signer.callNotAllowed');
    expect(codeOf(() => see(data, certificateAnchors, { gasLimit: 1_000_001 }))).to.equal('signer.gasTooHigh');
  });

  it('is refused about a type or domain that the configuration does not name', () => {
    const other = contractCalls.anchorMany([batch(word('aa'), 5), batch(word('bb'), 5, `${TYPE}0`)]);
    expect(codeOf(() => see(other))).to.equal('signer.typeNotAllowed');
    expect(codeOf(() => see(commit(`${DOMAIN}0`), recordRegistry))).to.equal('signer.domainNotAllowed');
  });

  it('is refused when its arguments are not in their one canonical form', () => {
    const good = contractCalls.anchorMany([batch(word('aa'), 5)]);
    const words = good.slice(10).match(/.{64}/g) as string[];
    const join = (changed: string[]): string => good.slice(0, 10) + changed.join('');
    const [offset, length, type, root, size] = words as [string, string, string, string, string];
    const zero = '0'.repeat(64);
    const cases = [
      join([offset, length, type, root]),
      `${good}00`,
      join([...words, zero]),
      // The array elsewhere: the contract would read other words than a careless reader.
      join(['0'.repeat(62) + '40', zero, length, type, root, size]),
      join([offset, '0'.repeat(63) + '2', type, root, size]),
      join([offset, length, type, root, `1${size.slice(1)}`]),
      join([offset, length, type, root, `${'0'.repeat(54)}0100000000`]),
    ];
    for (const data of cases) expect(codeOf(() => see(data))).to.equal('signer.callMalformed');
    const status = anchors.encodeFunctionData('setStatus', [word('01'), 9, 3]).replace(/3$/, '4');
    expect(codeOf(() => see(status))).to.equal('signer.callMalformed');
  });

  it('is read as ABI coders read it, whatever its words are', () => {
    const coder = AbiCoder.defaultAbiCoder();
    const hexWord = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    const small = fc.integer({ min: 0, max: 6 }).map((value) => (value * 32).toString(16).padStart(64, '0'));
    const count = fc.integer({ min: 0, max: 4 }).map((value) => value.toString(16).padStart(64, '0'));
    const known = fc.constant(idOf(TYPE).slice(2));
    fc.assert(
      fc.property(fc.array(fc.oneof(small, count, known, hexWord), { minLength: 1, maxLength: 12 }), (list) => {
        const data = contractCalls.anchorMany([]).slice(0, 10) + list.join('');
        if (codeOf(() => see(data)) !== 'signed') return;
        const [read] = coder.decode(['tuple(bytes32,bytes32,uint32)[]'], `0x${list.join('')}`);
        const seen = see(data).anchors?.map(({ root, type, size }) => [idOf(type), root, BigInt(size)]);
        expect(seen).to.deep.equal((read as unknown[][]).map((one) => [...one]));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an input whose VRF a Signer evaluates', () => {
  const input = (changes = {}) =>
    recordAlpha({ region: CAIP2, domain: DOMAIN, vrfEpoch: 1, idType: 1, number: '990000199001019003', ...changes });
  const check = (alpha: Uint8Array): string =>
    codeOf(() => checkRecordInput({ caip2: CAIP2, domains: new Set([DOMAIN]) }, alpha));

  it('is of this region and of a domain that the configuration names', () => {
    expect(checkRecordInput({ caip2: CAIP2, domains: new Set([DOMAIN]) }, input())).to.equal(DOMAIN);
    expect(check(input({ domain: `${DOMAIN}x` }))).to.equal('signer.domainNotAllowed');
    expect(check(input({ region: 'eip155:370100' }))).to.equal('signer.inputMalformed');
  });

  it('is whole, with a number in it, and nothing after it', () => {
    const good = input();
    for (let length = 0; length < good.length; length++) {
      expect(check(good.subarray(0, length)), String(length)).to.equal('signer.inputMalformed');
    }
    expect(check(Uint8Array.from([...good, 0]))).to.equal('signer.inputMalformed');
    expect(check(input({ number: '' }))).to.equal('signer.inputMalformed');
    expect(check(input({ number: '9'.repeat(300) }))).to.equal('signer.inputMalformed');
    expect(check(Uint8Array.from(good, (byte, at) => (at === 0 ? byte ^ 1 : byte)))).to.equal('signer.inputMalformed');
  });
});
