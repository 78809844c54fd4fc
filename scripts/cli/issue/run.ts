import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { keyOf, parseArguments, usage, UsageWrong } from './arguments.ts';
import type { IssueArguments } from './arguments.ts';
import { createIssueClient, IssueFailed } from './client.ts';
import type { BatchView } from './client.ts';
import { createProgressBar } from './progress-bar.ts';

type Terminal = { out: NodeJS.WriteStream; err: NodeJS.WriteStream };

/** 0: every row is issued or was before; 1: rows were rejected or failed; 2: the service refused or is away; 3: bad usage. */
export type ExitCode = 0 | 1 | 2 | 3;

async function issueFile(input: IssueArguments, { out, err }: Terminal): Promise<ExitCode> {
  const client = createIssueClient(input, await keyOf(input));
  const { size } = await stat(input.file);
  const sending = createProgressBar(err);
  const trouble = (why: string): void => void err.write(`\n${why}; 重试 trying again\n`);
  const answer = await client.send((bytes) => sending.show('提交 sending', bytes, size, 'bytes'), trouble);
  sending.finish('提交 sending', size, size, 'bytes');
  if (input.dryRun) {
    out.write(`${JSON.stringify(answer, null, 2)}\n`);
    return Number(answer['rejected']) > 0 ? 1 : 0;
  }
  const sent = answer as BatchView;
  const issuing = createProgressBar(err);
  const show = ({ issued, failed, accepted }: BatchView): void =>
    issuing.show('签发 issuing', issued + failed, accepted, 'rows');
  const done = sent.state === 'done' ? sent : await client.follow(sent.id, show);
  issuing.finish('签发 issuing', done.issued + done.failed, done.accepted, 'rows');
  if (input.results !== undefined) {
    await pipeline(Readable.fromWeb((await client.results(sent.id)) as never), createWriteStream(input.results));
  }
  const { id, received, accepted, rejected, duplicates, issued, failed, state } = done;
  const repeated = sent.repeated ?? 0;
  out.write(`${JSON.stringify({ id, state, received, accepted, rejected, duplicates, issued, failed, repeated })}\n`);
  return rejected + failed > 0 || state === 'cancelled' ? 1 : 0;
}

/** `npm run issue -- FILE --type T`: hands a register to a department's service and waits until it is issued. */
export async function runIssue(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await issueFile(await parseArguments(args), terminal);
  } catch (error) {
    if (error instanceof UsageWrong) {
      terminal.err.write(`${error.message}\n\n${usage}\n`);
      return 3;
    }
    if (!(error instanceof IssueFailed)) throw error;
    terminal.err.write(`${error.message}\n`);
    return 2;
  }
}
