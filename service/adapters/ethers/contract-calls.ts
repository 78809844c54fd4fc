import { Interface } from 'ethers';
import { contractErrors } from './contract-errors.ts';
import type { ContractCalls } from '../../ports/contract-calls.ts';
import type { Hex } from '../../proof/bytes.ts';

const anchors = new Interface([
  'function anchorMany((bytes32 typeId, bytes32 root, uint32 size)[] batches)',
  'function setStatusMany((bytes32 anchorId, uint32 index, uint8 status)[] changes)',
  'function anchorOf(bytes32 anchorId) view returns ((bytes18 department, uint32 size, uint40 time, uint40 blockNumber))',
  'function statusOf(bytes32 anchorId, uint32 index) view returns (uint8)',
]);

const records = new Interface([
  'function commit(bytes32 domain, bytes32 previousRoot, bytes32 newRoot, (uint32 from, uint32 through, uint32 vrfEpoch, uint64 count, uint40 closedAt) coverage) returns (uint32 epoch)',
  'function headOf(bytes32 domain) view returns ((bytes32 root, uint32 from, uint32 through, uint32 vrfEpoch, uint64 count, uint40 closedAt, uint32 epoch, bytes18 department, uint40 time))',
]);

const errors = new Interface(contractErrors);

const hex = (data: string): Hex => data as Hex;

function revertName(data: Hex): string {
  if (data.length < 10) return 'reverted';
  const parsed = errors.parseError(data);
  if (!parsed) return data.slice(0, 10);
  // The faulty item's own error says more than that there is one.
  return parsed.name === 'BatchFault' ? revertName(hex(parsed.args[1] as string)) : parsed.name;
}

/** Encodes calls with ethers' ABI coder. The fragments are those of contracts/interfaces; a test holds them to the build. */
export const contractCalls: ContractCalls = {
  anchorMany: (batches) =>
    hex(anchors.encodeFunctionData('anchorMany', [batches.map(({ typeId, root, size }) => [typeId, root, size])])),
  setStatusMany: (changes) =>
    hex(
      anchors.encodeFunctionData('setStatusMany', [
        changes.map(({ anchorId, index, status }) => [anchorId, index, status]),
      ]),
    ),
  anchorOf: (anchorId) => hex(anchors.encodeFunctionData('anchorOf', [anchorId])),
  readAnchor(returned) {
    const [anchor] = anchors.decodeFunctionResult('anchorOf', returned) as unknown as [bigint[]];
    const [, size = 0n, time = 0n, block = 0n] = anchor;
    return Number(size) === 0 ? undefined : { size: Number(size), time: Number(time), block: Number(block) };
  },
  statusOf: (anchorId, index) => hex(anchors.encodeFunctionData('statusOf', [anchorId, index])),
  readStatus: (returned) => Number(anchors.decodeFunctionResult('statusOf', returned)[0]),
  commitRecords: ({ domain, previousRoot, newRoot, coverage }) =>
    hex(
      records.encodeFunctionData('commit', [
        domain,
        previousRoot,
        newRoot,
        [coverage.from, coverage.through, coverage.vrfEpoch, coverage.count, coverage.closedAt],
      ]),
    ),
  headOf: (domain) => hex(records.encodeFunctionData('headOf', [domain])),
  readHead(returned) {
    const [head] = records.decodeFunctionResult('headOf', returned) as unknown as [Record<string, unknown>];
    return { root: head['root'] as Hex, epoch: Number(head['epoch']), time: Number(head['time']) };
  },
  revertName,
};
