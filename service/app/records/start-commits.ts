import { setTimeout as sleep } from 'node:timers/promises';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import { SignerUnavailable } from '../../ports/signer.ts';
import { sendNextCommit } from './commit-outbox.ts';
import type { PublishDependencies } from './publish-records.ts';

export type RecordCommits = {
  /** Ends after the step under way; nothing is lost. */
  stop(): Promise<void>;
};

/** After trouble, milliseconds: from, doubling up to. */
const RETRY_FROM = 1000;
const RETRY_TO = 60_000;

/** Batches that come within this time of one another share a commit. */
const GATHER_MS = 150;

/**
 * Keeps every domain's queue moving: sends the next commit when one was accepted or the one before is settled, and tells
 * those who wait. It wakes on commits of the store and does nothing in between; what an earlier run left is taken up.
 *
 * @param deps report: told of bugs, never of personal data
 */
export function startRecordCommits(deps: PublishDependencies & { report(error: unknown): void }): RecordCommits {
  const working = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  const stopping = new AbortController();

  const waits = new Map<string, number>();
  const later = (domain: string): void => {
    if (stopping.signal.aborted) return;
    const wait = waits.get(domain) ?? RETRY_FROM;
    waits.set(domain, Math.min(wait * 2, RETRY_TO));
    const timer = setTimeout(() => {
      timers.delete(domain);
      wake(domain);
    }, wait);
    timers.set(domain, timer);
  };

  const advance = async (domain: string): Promise<void> => {
    do {
      again.delete(domain);
      try {
        await sleep(GATHER_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
        if (stopping.signal.aborted) return;
        await sendNextCommit(deps, domain);
        waits.delete(domain);
      } catch (error) {
        const trouble =
          error instanceof StoreConflict || error instanceof StoreUnavailable || error instanceof SignerUnavailable;
        if (!trouble) deps.report(error);
        later(domain);
        return;
      }
    } while (again.has(domain) && !stopping.signal.aborted);
  };

  function wake(domain: string): void {
    if (stopping.signal.aborted) return;
    again.add(domain);
    if (working.has(domain)) return;
    working.set(
      domain,
      advance(domain).finally(() => {
        working.delete(domain);
        if (again.has(domain) && !timers.has(domain)) wake(domain);
      }),
    );
  }

  const unsubscribe = deps.store.onCommit(({ events }) => {
    for (const { type, facts } of events) {
      if (type === 'records.committed' || type === 'records.refused') {
        for (const id of facts?.['batches'] as string[]) deps.waiters.settled(id);
      }
      if (/^records\.(accepted|committed|refused)$/.test(type)) wake(String(facts?.['domain']));
    }
  });
  for (const { code, fields } of deps.domains) if (Object.keys(fields).length > 0) wake(code);

  return {
    async stop() {
      stopping.abort();
      unsubscribe();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.allSettled(working.values());
    },
  };
}
