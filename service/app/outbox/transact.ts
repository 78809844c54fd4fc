import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { TransactionRefused } from '../../ports/chain-writer.ts';
import type { Receipt } from '../../ports/chain-writer.ts';
import { SignerRefused, SignerUnavailable } from '../../ports/signer.ts';
import type { Commit, OutboxItem, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { OutboxDeps, OutboxTimings } from './deps.ts';
import type { Finality } from './finality.ts';
import type { OutboxHandler } from './handler.ts';
import { isPassing, NotNow } from './not-now.ts';
import { gasLimitOf } from './gas-budget.ts';

export type Attempt = {
  deps: OutboxDeps;
  timings: OutboxTimings;
  finality: Finality;
  handler: OutboxHandler;
  /** Waits; rejects when the dispatcher stops. */
  pause(ms: number): Promise<void>;
};

export const outboxKey = (id: number): StoreKey => [tables.outbox, id];

const callOf = (from: Hex, item: OutboxItem): { from: Hex; to: Hex; data: Hex } => ({
  from,
  to: item.to as Hex,
  data: item.data as Hex,
});

/** The use case's commit and the removal of the item, in one. */
async function finish(attempt: Attempt, item: OutboxItem, commit: Commit): Promise<void> {
  await attempt.deps.store.commit({
    ...commit,
    expect: [...(commit.expect ?? []), { key: outboxKey(item.id), value: item }],
    del: [...(commit.del ?? []), outboxKey(item.id)],
  });
}

/** Waits between questions: what is soon there is soon seen, and what takes long is not asked for all the time. */
function pauses({ pause, timings }: Attempt): () => Promise<void> {
  let wait = timings.pollFrom;
  return async () => {
    await pause(wait);
    wait = Math.min(2 * wait, timings.pollTo);
  };
}

async function untilFinal(attempt: Attempt, height: number): Promise<void> {
  const next = pauses(attempt);
  while (!(await attempt.finality.isFinal(height))) await next();
}

/** Finishes the item when the chain shows its work done without it; false when it does not, or does no longer. */
async function finishIfDone(attempt: Attempt, item: OutboxItem): Promise<boolean> {
  const { deps, handler } = attempt;
  const done = await handler.alreadyDone?.(item);
  if (!done) return false;
  const height = done.height ?? (await deps.writer.newest()).height;
  await untilFinal(attempt, height);
  // Before it was final the block could still be replaced by another.
  const still = await handler.alreadyDone?.(item);
  if (!still || (still.height ?? height) !== height) return false;
  await finish(attempt, item, await handler.confirmed(item, { height }));
  return true;
}

/** Signs the item's transaction and makes it durable; a refusal, by the chain or by the signer, finishes the item and gives undefined. */
async function build(attempt: Attempt, item: OutboxItem): Promise<OutboxItem | undefined> {
  const { deps, handler } = attempt;
  const signer = deps.signers.for(item.signer);
  if (!signer) throw new SignerUnavailable(`no signer for department ${item.signer}`);
  const account = await signer.account();
  const estimate = await deps.writer.estimateGas(callOf(account, item));
  if ('reverted' in estimate) {
    const reason = deps.calls.revertName(estimate.reverted);
    if (isPassing(reason)) throw new NotNow(`the contract says ${reason}`);
    await finish(attempt, item, await handler.refused(item, reason));
    return undefined;
  }
  const nonce = await deps.writer.nonce(account);
  const gasLimit = gasLimitOf(estimate.gas);
  const { to, data } = callOf(account, item);
  const raw = await signer
    .signTransaction({ chainId: deps.chainId, nonce, to, data, gasLimit })
    .catch((error: unknown) => {
      if (error instanceof SignerRefused) return error;
      throw error;
    });
  if (raw instanceof SignerRefused) {
    await finish(attempt, item, await handler.refused(item, raw.reason));
    return undefined;
  }
  const sent = { raw, hash: bytesToHex(keccak_256(hexToBytes(raw))), nonce };
  const signed: OutboxItem = { ...item, sent };
  await deps.store.commit({ expect: [{ key: outboxKey(item.id), value: item }], put: [[outboxKey(item.id), signed]] });
  return signed;
}

type Sent = OutboxItem & { sent: NonNullable<OutboxItem['sent']> };

/**
 * Sends the signed bytes until a block holds them, the same bytes every time.
 *
 * @returns the receipt, or undefined when these bytes can never get into a block (`reason` then says why)
 */
async function untilMined(attempt: Attempt, item: Sent): Promise<Receipt | { reason: string }> {
  const { deps, timings } = attempt;
  const next = pauses(attempt);
  const hash = item.sent.hash as Hex;
  let sentAt = -Infinity;
  for (;;) {
    const found = await deps.writer.receipt(hash);
    if (found) return found;
    if (performance.now() - sentAt >= timings.resend) {
      try {
        await deps.writer.send(item.sent.raw as Hex);
      } catch (error) {
        if (!(error instanceof TransactionRefused)) throw error;
        // The bytes may have got into a block between the question and the sending.
        return (await deps.writer.receipt(hash)) ?? { reason: error.message };
      }
      sentAt = performance.now();
    }
    await next();
  }
}

/** Another transaction took the nonce: this one is void, and a new one may be built. */
async function isReplaced({ deps }: Attempt, item: Sent): Promise<boolean> {
  const account = await deps.signers.for(item.signer)?.account();
  if (!account) throw new SignerUnavailable(`no signer for department ${item.signer}`);
  return (await deps.writer.nonce(account)) > item.sent.nonce;
}

/** Forgets bytes that can do nothing any more, so that others are built. */
async function unsign({ deps }: Attempt, item: Sent): Promise<void> {
  const { sent: _, ...unsigned } = item;
  const key = outboxKey(item.id);
  await deps.store.commit({ expect: [{ key, value: item }], put: [[key, unsigned]] });
}

async function reasonOfFailure({ deps }: Attempt, item: Sent): Promise<string> {
  const account = await deps.signers.for(item.signer)?.account();
  if (!account) throw new SignerUnavailable(`no signer for department ${item.signer}`);
  const outcome = await deps.writer.simulate(callOf(account, item));
  return 'reverted' in outcome ? deps.calls.revertName(outcome.reverted) : 'failedInBlock';
}

/**
 * Brings one outbox item one attempt further; what it has reached is in the store and on the chain, so that it can be
 * called again after any error or crash.
 *
 * @returns whether the item is finished and gone
 * @throws ChainUnreachable, NotNow, SignerUnavailable, StoreUnavailable, StoreConflict: try again
 */
export async function transact(attempt: Attempt, stored: OutboxItem): Promise<boolean> {
  const { deps, handler } = attempt;
  if (!stored.sent && (await finishIfDone(attempt, stored))) return true;
  const item = (stored.sent ? stored : await build(attempt, stored)) as Sent | undefined;
  if (!item) return true;

  const mined = await untilMined(attempt, item);
  if ('reason' in mined) {
    if (await isReplaced(attempt, item)) {
      const { sent: _, ...unsigned } = item;
      await deps.store.commit({
        expect: [{ key: outboxKey(item.id), value: item }],
        put: [[outboxKey(item.id), unsigned]],
      });
      return false;
    }
    await finish(attempt, item, await handler.refused(item, mined.reason));
    return true;
  }

  await untilFinal(attempt, mined.height);
  const final = await deps.writer.receipt(item.sent.hash as Hex);
  if (!final || final.height !== mined.height) return false;
  if (final.succeeded) {
    await finish(attempt, item, await handler.confirmed(item, { height: final.height, transaction: final.hash }));
    return true;
  }
  if (await finishIfDone(attempt, item)) return true;
  const reason = await reasonOfFailure(attempt, item);
  if (isPassing(reason)) {
    await unsign(attempt, item);
    return false;
  }
  await finish(attempt, item, await handler.refused(item, reason));
  return true;
}
