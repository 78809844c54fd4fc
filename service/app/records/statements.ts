import type { LoggedEvent, Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { CommitRow, RecordFacts } from './rows.ts';

/** One record of a commit as the log holds it. */
export type Statement = { event: number; person: string; facts: RecordFacts };

/** The statements of a commit are not where its row says: the store is damaged. Restore it from a backup. */
export class StatementsMissing extends Error {
  override readonly name = 'StatementsMissing';
  readonly code = 'record.statementsMissing';
}

/**
 * A commit's statements in their order. They lie together in the log, because one batch wrote them; until the commit is
 * sent only a place before them is known, a few events away.
 *
 * @throws StatementsMissing
 */
export async function statementsOf(store: Store, row: CommitRow): Promise<Statement[]> {
  const statements: Statement[] = [];
  const from = [tables.events, row.firstEvent ?? row.after + 1] as const;
  for await (const [, event] of store.range<LoggedEvent>([tables.events], { from })) {
    const facts = event.facts as RecordFacts | undefined;
    const own = event.type === 'record.stated' && facts?.commit === row.id;
    if (own && facts.index === statements.length) statements.push({ event: event.seq, person: event.subject, facts });
    if (statements.length === row.size) return statements;
    if (!own && statements.length > 0) break;
  }
  throw new StatementsMissing(`commit ${row.id} has ${statements.length} of ${row.size} statements in the log`);
}
