import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { faultOf, LOG_BEGINNING } from '../../../service/signer/log/line.ts';
import type { LogLine } from '../../../service/signer/log/line.ts';
import { linesOf, segmentsIn } from '../../../service/signer/log/segments.ts';
import { readOptions, UsageError } from './usage.ts';
import type { Command } from './usage.ts';

type Totals = {
  lines: number;
  signed: Record<string, number>;
  calls: Record<string, number>;
  evaluated: Record<string, number>;
  refused: Record<string, number>;
  /** Certificates under anchors that this Signer did not sign. */
  foreignAnchors: string[];
};

const add = (counts: Record<string, number>, more: Record<string, number>): void => {
  for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count;
};

function count(totals: Totals, anchors: Set<string>, line: LogLine): void {
  totals.lines++;
  if (line.op === 'signed') {
    add(totals.signed, line.types);
    totals.foreignAnchors.push(...line.anchors.filter((anchor) => !anchors.has(anchor)));
  } else if (line.op === 'transaction') {
    add(totals.calls, { [line.call]: 1 });
    for (const { id } of line.anchors ?? []) anchors.add(id);
  } else if (line.op === 'evaluated') add(totals.evaluated, line.domains);
  else if (line.op === 'refused') add(totals.refused, line.codes);
}

/** Reads a whole log and checks every link of it. */
async function read(folder: string): Promise<{ totals: Totals; head: { seq: number; hash: string }; fault?: string }> {
  const totals: Totals = { lines: 0, signed: {}, calls: {}, evaluated: {}, refused: {}, foreignAnchors: [] };
  const anchors = new Set<string>();
  let head = { seq: 0, hash: LOG_BEGINNING as string };
  for (const path of segmentsIn(folder)) {
    for await (const { text, terminated } of linesOf(path)) {
      if (!terminated) return { totals, head, fault: `${path}: 最后一行不完整 the last line is cut` };
      let line: unknown;
      try {
        line = JSON.parse(text);
      } catch {
        line = undefined;
      }
      const fault = faultOf(line, head);
      if (fault !== undefined) return { totals, head, fault: `${path}: ${fault}` };
      const { seq, hash } = line as LogLine;
      head = { seq, hash };
      count(totals, anchors, line as LogLine);
    }
  }
  return { totals, head };
}

/** Checks a log's chain of hashes and counts what it tells of. */
export const checkLog: Command = {
  usage: `  log --folder DIR [--head HASH] [--certificate FILE]
      核对日志的哈希链并统计；HASH：此前抄录的某一行的哈希，核对其仍在；FILE：查找一份证照是否由此签出
      checks the log's chain of hashes and counts what was signed; HASH: one noted down before, which must still be there;
      FILE: a certificate that must have been signed here
`,
  async run(args, say) {
    const options = readOptions(args, { required: ['folder'], optional: ['head', 'certificate'] });
    let segments: string[];
    try {
      segments = segmentsIn(options.folder);
    } catch (error) {
      throw new UsageError(`--folder: ${(error as Error).message}`, { cause: error });
    }
    if (segments.length === 0) throw new UsageError(`--folder: ${options.folder} 没有日志 holds no log`);
    const { totals, head, fault } = await read(options.folder);
    say(JSON.stringify({ ...totals, head }, null, 2));
    if (fault !== undefined) {
      say(`不完整 broken: ${fault}`);
      return 1;
    }
    const { head: noted, certificate } = options;
    const gone = noted !== undefined && (await lineWith(segments, ({ hash }) => hash === noted)) === undefined;
    if (gone) say(`日志中已没有 the log no longer holds ${noted}`);
    const found = certificate === undefined ? 0 : await lineOf(segments, certificate);
    if (certificate !== undefined)
      say(`${certificate}: ${found === undefined ? '不在日志中 not in the log' : `seq ${found}`}`);
    return !gone && found !== undefined ? 0 : 1;
  },
};

/** `seq` of the first line that passes. */
async function lineWith(segments: readonly string[], passes: (line: LogLine) => boolean): Promise<number | undefined> {
  for (const path of segments) {
    for await (const { text } of linesOf(path)) {
      const line = JSON.parse(text) as LogLine;
      if (passes(line)) return line.seq;
    }
  }
  return undefined;
}

/** `seq` of the line under which a certificate was signed: by the digest of its signing input. */
async function lineOf(segments: readonly string[], file: string): Promise<number | undefined> {
  const [header = '', payload = ''] = readFileSync(file, 'utf8').trim().split('~', 1)[0]?.split('.') ?? [];
  const wanted = createHash('sha256').update(`${header}.${payload}`).digest();
  return lineWith(segments, (line) => {
    if (line.op !== 'signed') return false;
    const digests = Buffer.from(line.digests, 'base64url');
    for (let at = digests.indexOf(wanted); at >= 0; at = digests.indexOf(wanted, at + 1))
      if (at % 32 === 0) return true;
    return false;
  });
}
