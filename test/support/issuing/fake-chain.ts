import { AbiCoder, Interface, keccak256, Transaction } from 'ethers';
import { ChainUnreachable } from '../../../service/ports/chain-reader.ts';
import { TransactionRefused } from '../../../service/ports/chain-writer.ts';
import type { ChainWriter, Receipt } from '../../../service/ports/chain-writer.ts';
import { concatBytes, hexToBytes, utf8 } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { tag } from '../../../service/proof/tag.ts';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';

const calls = new Interface([
  'function anchorMany((bytes32 typeId, bytes32 root, uint32 size)[] batches)',
  'function setStatusMany((bytes32 anchorId, uint32 index, uint8 status)[] changes)',
  'function anchorOf(bytes32 anchorId) view returns ((bytes18 department, uint32 size, uint40 time, uint40 blockNumber))',
  'function statusOf(bytes32 anchorId, uint32 index) view returns (uint8)',
]);
const errors = new Interface([
  'error NotAccredited(bytes18 department, bytes32 subject)',
  'error StatusUnchanged(bytes32 anchorId, uint256 index, uint8 status)',
  'error StatusFinal(bytes32 anchorId, uint256 index, uint8 current, uint8 given)',
  'error UnknownAccount(address account)',
  'error WritesPaused()',
]);

type Anchor = { department: string; size: number; block: number; root: Hex };
type State = { anchors: Map<string, Anchor>; statuses: Map<string, number> };

class Reverted extends Error {
  readonly data: Hex;
  constructor(data: string) {
    super('reverted');
    this.data = data as Hex;
  }
}

/**
 * The anchors contract and an honest node, in memory: for running through every order of crashes and faults quickly. What
 * the real contract and chain do is tested with them (test/integration/issuing).
 */
export function createFakeChain(accounts: ReadonlyMap<string, string>, blockMs = 4) {
  const state: State = { anchors: new Map(), statuses: new Map() };
  const unaccredited = new Set<string>();
  const nonces = new Map<string, number>();
  const receipts = new Map<Hex, Receipt>();
  const waiting = new Map<Hex, Transaction>();
  const sent: Hex[] = [];
  let height = 1;
  let attested = 1;
  let timer: NodeJS.Timeout | undefined;
  const faults = {
    paused: false,
    unreachable: false,
    attesting: true,
    blockGas: 100_000_000,
    beforeSend: () => {},
    afterSend: () => {},
  };

  const hashOf = (block: number): Hex => keccak256(utf8(`block ${block}`)) as Hex;
  const departmentOf = (from: string): string => {
    const department = accounts.get(from.toLowerCase());
    if (department === undefined) throw new Reverted(errors.encodeErrorResult('UnknownAccount', [from]));
    return department;
  };

  /** Applies a call to a copy of the state, as one transaction does: all or nothing. */
  const apply = (from: string, data: string): State => {
    const next: State = { anchors: new Map(state.anchors), statuses: new Map(state.statuses) };
    const department = departmentOf(from);
    if (faults.paused) throw new Reverted(errors.encodeErrorResult('WritesPaused', []));
    const call = calls.parseTransaction({ data });
    if (call?.name === 'anchorMany') {
      for (const [typeId, root, size] of call.args[0] as [Hex, Hex, bigint][]) {
        if (unaccredited.has(typeId)) {
          throw new Reverted(errors.encodeErrorResult('NotAccredited', [utf8(department), typeId]));
        }
        const preimage = concatBytes(tag('anchor'), utf8(department), hexToBytes(typeId), hexToBytes(root));
        const id = `0x${Buffer.from(nodeSha256(preimage)).toString('hex')}`;
        if (!next.anchors.has(id)) next.anchors.set(id, { department, size: Number(size), block: height + 1, root });
      }
    } else if (call?.name === 'setStatusMany') {
      for (const [id, index, status] of call.args[0] as [Hex, bigint, bigint][]) {
        const at = `${id}/${index}`;
        const current = next.statuses.get(at) ?? 0;
        if (current === Number(status)) {
          throw new Reverted(errors.encodeErrorResult('StatusUnchanged', [id, index, status]));
        }
        if (current === 1 || current === 3) {
          throw new Reverted(errors.encodeErrorResult('StatusFinal', [id, index, current, status]));
        }
        next.statuses.set(at, Number(status));
      }
    }
    return next;
  };

  const mine = (): void => {
    timer = undefined;
    for (const [hash, transaction] of [...waiting]) {
      const from = transaction.from as string;
      if (transaction.nonce !== (nonces.get(from) ?? 0)) continue;
      waiting.delete(hash);
      nonces.set(from, transaction.nonce + 1);
      let succeeded = true;
      try {
        Object.assign(state, apply(from, transaction.data));
      } catch (error) {
        if (!(error instanceof Reverted)) throw error;
        succeeded = false;
      }
      receipts.set(hash, { hash, height: height + 1, succeeded, logs: [] });
    }
    height += 1;
    if (faults.attesting) attested = height;
  };

  const reachable = (): void => {
    if (faults.unreachable) throw new ChainUnreachable('the fake is away');
  };

  const writer: ChainWriter = {
    async send(raw) {
      reachable();
      faults.beforeSend();
      const transaction = Transaction.from(raw);
      const hash = transaction.hash as Hex;
      if (receipts.has(hash) || transaction.nonce < (nonces.get(transaction.from as string) ?? 0)) {
        throw new TransactionRefused('nonce too low');
      }
      waiting.set(hash, transaction);
      sent.push(raw);
      timer ??= setTimeout(mine, blockMs);
      faults.afterSend();
      return hash;
    },
    async receipt(hash) {
      reachable();
      return receipts.get(hash);
    },
    async nonce(account) {
      reachable();
      return nonces.get(account) ?? 0;
    },
    async simulate({ from, data }) {
      reachable();
      const call = calls.parseTransaction({ data });
      if (call?.name === 'anchorOf') {
        const anchor = state.anchors.get(call.args[0] as string);
        const fields = [`0x${'00'.repeat(18)}`, anchor?.size ?? 0, 0, anchor?.block ?? 0];
        return { returned: calls.encodeFunctionResult('anchorOf', [fields]) as Hex };
      }
      if (call?.name === 'statusOf') {
        const status = state.statuses.get(`${call.args[0]}/${call.args[1]}`) ?? 0;
        return { returned: AbiCoder.defaultAbiCoder().encode(['uint8'], [status]) as Hex };
      }
      try {
        apply(from, data);
        return { returned: '0x' };
      } catch (error) {
        if (error instanceof Reverted) return { reverted: error.data };
        throw error;
      }
    },
    async estimateGas({ from, data }) {
      reachable();
      try {
        apply(from, data);
        return { gas: 100_000 };
      } catch (error) {
        if (error instanceof Reverted) return { reverted: error.data };
        throw error;
      }
    },
    async newest() {
      reachable();
      return { height, hash: hashOf(height) };
    },
    async gasLimit() {
      reachable();
      return faults.blockGas;
    },
    async blockHash(block) {
      reachable();
      return block <= height ? hashOf(block) : undefined;
    },
    storage: async () => `0x${'00'.repeat(32)}`,
  };

  return {
    writer,
    faults,
    unaccredited,
    reader: {
      async attestedHead() {
        reachable();
        return { height: attested, hash: hashOf(attested), time: 0 };
      },
    },
    /** Every raw transaction that reached the node, repetitions included. */
    sent,
    /** Transactions that are in blocks, and how they ended. */
    receipts: () => [...receipts.values()],
    anchors: () => state.anchors,
    status: (id: string, index: number) => state.statuses.get(`${id}/${index}`) ?? 0,
    /** The node forgets what waits, as after its own crash. */
    forgetWaiting: () => waiting.clear(),
    attest: () => {
      attested = height;
    },
    stop: () => clearTimeout(timer),
  };
}

export type FakeChain = ReturnType<typeof createFakeChain>;
