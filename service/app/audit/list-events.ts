import type { LoggedEvent, Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** An event without its sealed part: what auditors read. */
export type AuditEvent = Omit<LoggedEvent, 'sealed'>;

export type LogPage = { events: AuditEvent[]; head: { seq: number; hash: string } };

/**
 * Events after a sequence number in order, without what is sealed in them, and the log's head. Each event's hash covers
 * its sealed part too, so a reader of this page can follow `prev` to `hash` and compare the head with the chain, but not
 * recompute a hash whose event has a sealed part.
 *
 * @param page.after sequence number of the last event already seen; 0 from the beginning
 * @param page.limit 1 to 1000
 */
export async function listEvents(store: Store, page: { after: number; limit: number }): Promise<LogPage> {
  const events: AuditEvent[] = [];
  const from = [tables.events, page.after + 1] as const;
  for await (const [, event] of store.range<LoggedEvent>([tables.events], { from, limit: page.limit })) {
    const { sealed: _sealed, ...open } = event;
    events.push(open);
  }
  return { events, head: await store.head() };
}
