import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import regions from '../../../service/data/regions.json' with { type: 'json' };

/** Bad usage: the message says what is missing. Exit code 3. */
export class UsageWrong extends Error {
  override readonly name = 'UsageWrong';
  readonly code = 'cli.usage';
}

export type IssueArguments = {
  file: string;
  type: string;
  mediaType: 'text/csv' | 'application/x-ndjson';
  service: string;
  region: string;
  dryRun: boolean;
  key: string | undefined;
  token: string | undefined;
  results: string | undefined;
  /** How long a service that is away is asked again. */
  waitSeconds: number;
};

export const usage = `npm run issue -- FILE --type TYPE [--dry-run] [options]

  FILE                   a register: .csv, or one JSON object a line (.ndjson, .jsonl)
  --type TYPE            code of the certificate type (see /v1/types)
  --dry-run              only check, store nothing
  --region ID            dongying (default) or jinan; names the service at http://127.0.0.1
  --service URL          the service, if it is elsewhere
  --token TOKEN          the department's token; outside production one is fetched
  --key KEY              idempotency key; the file's content and the type when absent
  --results FILE         write what became of each row there, as NDJSON, with the certificates
  --format csv|ndjson    when the file's name does not tell
  --wait SECONDS         how long to ask a service again that is away or busy (60)
  --help

Exit code 0: every row is a certificate; 1: rows were rejected or failed; 2: the service refused or is away; 3: bad usage.
Start it again with the same file at any time: what is durable is not issued twice.`;

/** Whether the results can be written is known before anything is issued. */
async function checkWritable(path: string): Promise<void> {
  const handle = await open(path, 'a').catch((error: Error) => {
    throw new UsageWrong(error.message, { cause: error });
  });
  await handle.close();
}

function waitOf(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text)) throw new UsageWrong('--wait is a whole number of seconds');
  return Number(text);
}

/** @returns undefined when only the usage is asked for @throws UsageWrong */
export async function parseArguments(args: readonly string[]): Promise<IssueArguments | undefined> {
  const options = {
    type: { type: 'string' },
    region: { type: 'string', default: 'dongying' },
    service: { type: 'string' },
    token: { type: 'string' },
    key: { type: 'string' },
    results: { type: 'string' },
    format: { type: 'string' },
    wait: { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageWrong((error as Error).message, { cause: error });
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [file] = positionals;
  if (file === undefined || positionals.length !== 1) throw new UsageWrong('name one FILE');
  if (values.type === undefined) throw new UsageWrong('--type is missing');
  const index = regions.findIndex(({ id }) => id === values.region);
  if (index < 0) throw new UsageWrong(`--region is one of ${regions.map(({ id }) => id).join(', ')}`);
  const format = values.format ?? extname(file).slice(1).toLowerCase();
  if (!['csv', 'ndjson', 'jsonl'].includes(format)) throw new UsageWrong('say --format csv or --format ndjson');
  const found = await stat(file).catch((error: Error) => {
    throw new UsageWrong(error.message, { cause: error });
  });
  if (!found.isFile()) throw new UsageWrong(`${file} is no file`);
  const waitSeconds = waitOf(values.wait);
  if (values.results !== undefined) await checkWritable(values.results);
  return {
    ...{ file, type: values.type, region: values.region, dryRun: values['dry-run'] },
    mediaType: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
    service: (values.service ?? `http://127.0.0.1:${3705 + index}`).replace(/\/$/, ''),
    ...{ key: values.key, token: values.token, results: values.results, waitSeconds },
  };
}

/** The same file and type give the same key, so that sending it again issues nothing twice. */
export async function keyOf({ key, file, type }: IssueArguments): Promise<string> {
  if (key !== undefined) return key;
  const hash = createHash('sha256').update(`${type}\n`);
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return `file-${hash.digest('hex')}`;
}
