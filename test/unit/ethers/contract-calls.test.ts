import { expect } from 'chai';
import type { Interface } from 'ethers';
import { readArtifacts } from '../../../deploy/artifacts.ts';
import { contractCalls } from '../../../service/adapters/ethers/contract-calls.ts';
import type { Hex } from '../../../service/proof/bytes.ts';

const word = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;
const artifacts = readArtifacts();
const anchors = artifacts.certificateAnchors.abi;
const records = artifacts.recordRegistry.abi;

describe('Contract calls', () => {
  it('are those of the contracts as they are built', () => {
    const batch = { typeId: word(1), root: word(2), size: 3 };
    const change = { anchorId: word(4), index: 5, status: 2 };
    const coverage = { from: 1, through: 2, vrfEpoch: 3, count: 4, closedAt: 5 };
    const commit = { domain: word(1), previousRoot: word(0), newRoot: word(2), coverage };
    const cases: [Interface, Hex, string, unknown[]][] = [
      [anchors, contractCalls.anchorMany([batch]), 'anchorMany', [[[word(1), word(2), 3n]]]],
      [anchors, contractCalls.setStatusMany([change]), 'setStatusMany', [[[word(4), 5n, 2n]]]],
      [anchors, contractCalls.anchorOf(word(6)), 'anchorOf', [word(6)]],
      [anchors, contractCalls.statusOf(word(6), 7), 'statusOf', [word(6), 7n]],
      [records, contractCalls.commitRecords(commit), 'commit', [word(1), word(0), word(2), [1n, 2n, 3n, 4n, 5n]]],
      [records, contractCalls.headOf(word(8)), 'headOf', [word(8)]],
    ];
    for (const [abi, data, name, args] of cases) {
      const parsed = abi.parseTransaction({ data });
      expect(parsed?.name).to.equal(name);
      expect(parsed?.args.toArray(true)).to.deep.equal(args);
    }
  });

  it('read what the contracts return', () => {
    const department = `0x${'31'.repeat(18)}`;
    const anchor = anchors.encodeFunctionResult('anchorOf', [[department, 3, 1000, 7]]) as Hex;
    const none = anchors.encodeFunctionResult('anchorOf', [[`0x${'00'.repeat(18)}`, 0, 0, 0]]) as Hex;
    const head = records.encodeFunctionResult('headOf', [[word(9), 1, 2, 3, 4, 5, 6, department, 8]]) as Hex;
    expect(contractCalls.readAnchor(anchor)).to.deep.equal({ size: 3, time: 1000, block: 7 });
    expect(contractCalls.readAnchor(none)).to.equal(undefined);
    expect(contractCalls.readStatus(anchors.encodeFunctionResult('statusOf', [2]) as Hex)).to.equal(2);
    expect(contractCalls.readHead(head)).to.deep.equal({ root: word(9), epoch: 6, time: 8 });
  });

  it('name every error that the contracts have', () => {
    const names = new Set<string>();
    for (const abi of [anchors, records, artifacts.useLedger.abi]) {
      abi.forEachError((error) => {
        const zeros = error.inputs.map(({ type }) =>
          type === 'bytes'
            ? '0x'
            : type.startsWith('bytes')
              ? `0x${'00'.repeat(Number(type.slice(5)))}`
              : type === 'address'
                ? `0x${'00'.repeat(20)}`
                : 0,
        );
        const data = abi.encodeErrorResult(error, zeros) as Hex;
        const expected = error.name === 'BatchFault' ? 'reverted' : error.name;
        if (contractCalls.revertName(data) !== expected) names.add(error.name);
      });
    }
    expect([...names]).to.deep.equal([]);
  });

  it('name the faulty item’s own error, and of unknown ones the first bytes', () => {
    const reason = anchors.encodeErrorResult('NotAccredited', [`0x${'31'.repeat(18)}`, word(1)]);
    expect(contractCalls.revertName(anchors.encodeErrorResult('BatchFault', [2, reason]) as Hex)).to.equal(
      'NotAccredited',
    );
    expect(contractCalls.revertName('0xdeadbeef')).to.equal('0xdeadbeef');
    expect(contractCalls.revertName('0x')).to.equal('reverted');
  });
});
