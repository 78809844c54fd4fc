import { stat, truncate } from 'node:fs/promises';
import { diskFiles, makeFolder } from '../../chain/durable-files.ts';
import type { AppendFile, DurableFiles } from '../../chain/durable-files.ts';
import type { DayCounts } from '../limits.ts';
import { faultOf, LOG_BEGINNING, nextLine } from './line.ts';
import type { LogFacts, LogLine } from './line.ts';
import { linesOf, segmentPath, segmentsIn } from './segments.ts';

/** A line of the log is not what was written. Restore the log from its backup; the Signer signs nothing over a gap. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
  readonly code = 'signer.logDamaged';
}

/** The log cannot be written: the disk is full or read-only. Nothing is signed until it can. */
export class LogUnwritable extends Error {
  override readonly name = 'LogUnwritable';
  readonly code = 'signer.logUnwritable';
}

/** An append-only, hash-linked file of what was signed. */
export type SignerLog = {
  /**
   * Resolves when the line would survive a power cut; what it tells of is given out only then. Lines of callers that come
   * together share one sync.
   *
   * @throws LogUnwritable
   */
  append(facts: LogFacts): Promise<void>;
  head(): { seq: number; hash: string };
  close(): Promise<void>;
};

/** A new file begins when one has grown to this size. */
const SEGMENT_BYTES = 64 * 1024 * 1024;

/** The newest line of a chain: what the next one follows. */
type Last = { seq: number; hash: string; today: DayCounts | undefined };

const BEGINNING: Last = { seq: 0, hash: LOG_BEGINNING, today: undefined };

/** Reads and checks one file after the line `before`; a last line that a crash has cut is taken off. */
async function readSegment(
  path: string,
  before: Last | undefined,
  report: (line: string) => void,
): Promise<{ last: Last | undefined; size: number }> {
  let last = before;
  let size = 0;
  for await (const { text, end, terminated } of linesOf(path)) {
    if (!terminated) {
      // It was never synced, so nothing it tells of was given out.
      await truncate(path, size);
      report(`${path}: a line that a crash has cut was taken off`);
      break;
    }
    let line: LogLine;
    try {
      line = JSON.parse(text) as LogLine;
    } catch {
      throw new LogDamaged(`${path}: a line is no JSON`);
    }
    const fault = faultOf(line, last);
    if (fault !== undefined) throw new LogDamaged(`${path}: ${fault}`);
    last = { seq: line.seq, hash: line.hash, today: line.today };
    size = end;
  }
  return { last, size };
}

/** Where a log stands: its last line, and number and size of the file it goes on in. */
async function readLog(folder: string, report: (line: string) => void) {
  const segments = segmentsIn(folder);
  const [previous, newest] = [segments.at(-2), segments.at(-1)];
  if (newest === undefined) return { last: BEGINNING, number: 1, size: 0, exists: false };
  const before = previous === undefined ? BEGINNING : (await readSegment(previous, undefined, report)).last;
  const { last, size } = await readSegment(newest, before, report);
  return { last: last ?? BEGINNING, number: segments.length, size, exists: true };
}

type Files = Pick<DurableFiles, 'openAppend' | 'truncate' | 'replace'>;
type Waiting = { text: string; line: Last; done: PromiseWithResolvers<void> };

/** A file whose name is on the disk before anything is in it. */
async function newFile(files: Files, path: string): Promise<AppendFile> {
  await files.replace(path, new Uint8Array());
  return files.openAppend(path);
}

/**
 * Opens a Signer's log, after checking its newest file and how it follows the one before.
 *
 * @returns the log, and the day's counts of its last line
 * @throws LogDamaged, LogUnwritable
 */
export async function openLog(options: {
  folder: string;
  now(): number;
  today(): DayCounts;
  report(line: string): void;
  files?: Files;
  segmentBytes?: number;
}): Promise<{ log: SignerLog; counts: DayCounts | undefined }> {
  const { folder, now, today, report, files = diskFiles, segmentBytes = SEGMENT_BYTES } = options;
  const open = async () => {
    await makeFolder(folder);
    const found = await readLog(folder, report);
    const path = segmentPath(folder, found.number);
    return { ...found, file: found.exists ? await files.openAppend(path) : await newFile(files, path) };
  };
  const opened = await open().catch((error: unknown) => {
    if (error instanceof LogDamaged) throw error;
    throw new LogUnwritable(`${folder} cannot be used: ${(error as Error).message}`, { cause: error });
  });

  let { file, number, size, last } = opened;
  let durable = last;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let doubtful = false;

  async function put(bytes: Uint8Array): Promise<void> {
    const path = segmentPath(folder, number);
    // What a failed append may have left is taken off, or the next line would follow half of one.
    if (doubtful && (await stat(path)).size !== size) await files.truncate(path, size);
    if (size >= segmentBytes) {
      const next = await newFile(files, segmentPath(folder, number + 1));
      await file.close();
      [file, number, size] = [next, number + 1, 0];
    }
    doubtful = true;
    await file.append(bytes);
    doubtful = false;
    size += bytes.length;
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await put(Buffer.from(batch.map(({ text }) => text).join(''), 'utf8'));
        durable = (batch.at(-1) as Waiting).line;
        for (const { done } of batch) done.resolve();
      } catch (error) {
        const lost = [...batch, ...waiting.splice(0)];
        // The chain goes on from the last line that is on the disk.
        last = durable;
        const unwritable = new LogUnwritable(`the log cannot be written: ${(error as Error).message}`, {
          cause: error,
        });
        for (const { done } of lost) done.reject(unwritable);
      }
    }
    // At once with the last look: a line that comes later must find nobody writing.
    writing = undefined;
  }

  const log: SignerLog = {
    append(facts) {
      const line = nextLine(last, facts, { at: now(), today: today() });
      last = { seq: line.seq, hash: line.hash, today: line.today };
      const done = Promise.withResolvers<void>();
      waiting.push({ text: `${JSON.stringify(line)}\n`, line: last, done });
      writing ??= write();
      return done.promise;
    },
    head: () => ({ seq: durable.seq, hash: durable.hash }),
    async close() {
      while (writing !== undefined) await writing;
      await file.close();
    },
  };
  return { log, counts: last.today };
}
