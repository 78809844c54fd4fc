import { domainUri } from '../../domain/region-data.ts';
import type { Region } from '../../domain/region-data.ts';
import { uriId } from '../../proof/certificate.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { ChainWriter } from '../../ports/chain-writer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractCalls } from '../../ports/contract-calls.ts';
import type { LoggedEvent, OutboxItem, Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { OutboxHandler } from '../outbox/handler.ts';
import { createStage } from '../issuing/stage.ts';
import type { Stage } from '../issuing/stage.ts';

/** Outbox items that commit the head of the event log; `ref` is the head's seq. */
export const LOG_KIND = 'log.anchor';

export type LogAnchorDeps = {
  region: Region;
  store: Store;
  clock: Clock;
  sha256: Sha256;
  calls: ContractCalls;
  writer: Pick<ChainWriter, 'simulate'>;
  /** USCC of the department that is in charge of the reserved domain `log`. */
  department: string;
  report(error: unknown): void;
};

/** A head on its way to the chain or there. No event tells of it: every anchor would otherwise call for the next. */
export type LogAnchorRow = {
  seq: number;
  hash: Hex;
  state: 'sent' | 'final' | 'refused';
  height?: number;
  reason?: string;
};

const anchorKey = (seq: number): StoreKey => [tables.logAnchors, seq];

const domainOf = (deps: LogAnchorDeps): Hex => bytesToHex(uriId(deps.sha256, domainUri(deps.region.base, 'log')));

/** The domain's root on chain now; the zero root when nothing was committed. @throws when the call reverts: a wrong address */
async function rootOnChain(deps: LogAnchorDeps): Promise<Hex> {
  const to = deps.region.contracts.recordRegistry;
  const answer = await deps.writer.simulate({ from: to, to, data: deps.calls.headOf(domainOf(deps)) });
  if (!('returned' in answer)) throw new Error('the record registry does not tell its head');
  return deps.calls.readHead(answer.returned).root;
}

/** The newest anchor that was sent, or undefined. */
export async function newestLogAnchor(store: Store): Promise<LogAnchorRow | undefined> {
  for await (const [, row] of store.range<LogAnchorRow>([tables.logAnchors], { reverse: true, limit: 1 })) return row;
  return undefined;
}

/**
 * Commits the log's head to the chain when it moved on since the last commit; one commit is on its way at a time.
 * Coverage: from the first event's time to the head's, `count` events, VRF epoch 0 (the log has no map).
 *
 * @returns whether another look is needed though nothing new may happen
 * @throws ChainUnreachable, StoreUnavailable, StoreConflict: try again later
 */
export async function anchorLog(deps: LogAnchorDeps): Promise<boolean> {
  const { seq, hash } = await deps.store.head();
  const newest = await newestLogAnchor(deps.store);
  if (newest?.state === 'sent') return true;
  if (seq === 0 || (newest?.state === 'final' && newest.seq === seq)) return false;
  const [first, head] = await Promise.all([
    deps.store.get<LoggedEvent>([tables.events, 1]),
    deps.store.get<LoggedEvent>([tables.events, seq]),
  ]);
  if (!first || !head) throw new TypeError('the log has no events where its head says');
  const row: LogAnchorRow = { seq, hash: hash as Hex, state: 'sent' };
  await deps.store.commit({
    expect: [{ key: anchorKey(seq), value: newest?.seq === seq ? newest : undefined }],
    put: [[anchorKey(seq), row]],
    outbox: [
      {
        kind: LOG_KIND,
        ref: String(seq),
        signer: deps.department,
        to: deps.region.contracts.recordRegistry,
        data: deps.calls.commitRecords({
          domain: domainOf(deps),
          previousRoot: await rootOnChain(deps),
          newRoot: hash as Hex,
          coverage: { from: first.at, through: head.at, vrfEpoch: 0, count: seq, closedAt: head.at },
        }),
      },
    ],
  });
  return true;
}

/** What becomes of a head's commit. A refused one (another root was committed meanwhile) is made anew with the next. */
export function logHandler(deps: LogAnchorDeps): OutboxHandler {
  const rowOf = async ({ ref }: OutboxItem): Promise<LogAnchorRow> => {
    const row = await deps.store.get<LogAnchorRow>(anchorKey(Number(ref)));
    if (!row) throw new TypeError(`no log anchor ${ref}`);
    return row;
  };
  return {
    async alreadyDone(item) {
      return (await rootOnChain(deps)) === (await rowOf(item)).hash ? {} : undefined;
    },
    async confirmed(item, { height }) {
      return { put: [[anchorKey(Number(item.ref)), { ...(await rowOf(item)), state: 'final', height }]] };
    },
    async refused(item, reason) {
      deps.report(new Error(`the log's head was not committed: ${reason}`));
      return { put: [[anchorKey(Number(item.ref)), { ...(await rowOf(item)), state: 'refused', reason }]] };
    },
  };
}

/** Anchors the log at most once in `everySeconds`, while it moves; does nothing while it stands still. */
export function startLogAnchoring(deps: LogAnchorDeps, everySeconds: number): { stop(): Promise<void> } {
  const stage: Stage = createStage({
    // The chain is away or busy: the head waits, and the next look takes a newer one.
    failed: () => undefined,
    retryFromMs: 1000,
    retryToMs: 30_000,
    async work() {
      if (await anchorLog(deps)) stage.wake(everySeconds * 1000);
    },
  });
  const unsubscribe = deps.store.onCommit(({ events }) => {
    if (events.length > 0) stage.wake(everySeconds * 1000);
  });
  stage.wake(everySeconds * 1000);
  return {
    stop() {
      unsubscribe();
      return stage.stop();
    },
  };
}
