import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { keyOf, parseArguments, usage, UsageWrong } from './arguments.ts';
import type { IssueArguments } from './arguments.ts';
import { createIssueClient, IssueFailed } from './client.ts';
import type { BatchView } from './client.ts';
import { createProgressBar } from './progress-bar.ts';

type RowFault = {
  row: number;
  state: string;
  errors?: { code: string; path: string; message: string }[];
  reason?: string;
};

const FAULTS_TOLD = 10;

type Terminal = { out: NodeJS.WriteStream; err: NodeJS.WriteStream };

/** 0: every row is issued or was before; 1: rows were rejected or failed; 2: the service refused or is away; 3: bad usage. */
export type ExitCode = 0 | 1 | 2 | 3;

type Client = ReturnType<typeof createIssueClient>;

/** Names the first rows that are no certificates, and where all of them are told. */
async function tellFaults(results: Readable, err: NodeJS.WriteStream): Promise<void> {
  let told = 0;
  for await (const line of createInterface({ input: results })) {
    const { row, state, errors, reason } = JSON.parse(line) as RowFault;
    if (state !== 'rejected' && state !== 'failed') continue;
    const causes = errors?.map(({ code, path, message }) => `${code} ${path} ${message}`) ?? [reason ?? ''];
    err.write(`第 ${row} 行 row ${row}: ${causes.join('; ')}\n`);
    told += 1;
    if (told === FAULTS_TOLD) break;
  }
  err.write('全部逐行结果：加 --results FILE 再运行一次 · what became of each row: run again with --results FILE\n');
}

/** @throws IssueFailed when the answer breaks off */
async function tellResults(client: Client, done: BatchView, { results }: IssueArguments, { err }: Terminal) {
  if (results === undefined && done.rejected + done.failed === 0) return;
  const lines = Readable.fromWeb((await client.results(done.id, results !== undefined)) as never);
  try {
    if (results === undefined) await tellFaults(lines, err);
    else await pipeline(lines, createWriteStream(results));
  } catch (error) {
    throw new IssueFailed(`issued, but the results broke off: ${(error as Error).message}; run it again`, {
      cause: error,
    });
  } finally {
    lines.destroy();
  }
}

async function issueFile(input: IssueArguments, { out, err }: Terminal): Promise<ExitCode> {
  const trouble = (why: string): void => void err.write(`\n${why}; 重试 trying again\n`);
  const client = createIssueClient(input, await keyOf(input), trouble);
  const { size } = await stat(input.file);
  const sending = createProgressBar(err);
  const answer = await client.send((bytes) => sending.show('提交 sending', bytes, size, 'bytes'));
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
  await tellResults(client, done, input, { out, err });
  const { id, received, accepted, rejected, duplicates, issued, failed, state } = done;
  const repeated = sent.repeated ?? 0;
  out.write(`${JSON.stringify({ id, state, received, accepted, rejected, duplicates, issued, failed, repeated })}\n`);
  return rejected + failed > 0 || state === 'cancelled' ? 1 : 0;
}

/** `npm run issue -- FILE --type T`: hands a register to a department's service and waits until it is issued. */
export async function runIssue(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const input = await parseArguments(args);
    if (input !== undefined) return await issueFile(input, terminal);
    terminal.out.write(`${usage}\n`);
    return 0;
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
