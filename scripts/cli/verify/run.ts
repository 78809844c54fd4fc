import { crossCheck, policyOf } from '../../../service/verify/index.ts';
import type { Verdict, VerdictWord } from '../../../service/verify/index.ts';
import { parseArguments, USAGE, UsageError } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { BundleUnusable, downloadBundle, openBundles } from './bundles.ts';
import { createChecker } from './check-artefact.ts';
import type { Checked, Checker } from './check-artefact.ts';
import { expand, FileUnreadable } from './files.ts';
import type { InputFile } from './files.ts';
import { inOrder } from '../../../service/app/verifying/in-order.ts';
import { NetworksUnusable, readNetworks } from './networks.ts';
import { bundleText, findingsJson, findingsText, renderJson, renderText } from './render.ts';

/** Where the command's text goes, and the time in Unix seconds. */
export type Surroundings = { out(text: string): void; err(text: string): void; now(): number };

const EXIT: Record<VerdictWord, number> = { valid: 0, invalid: 1, undetermined: 2 };
const BAD_USAGE = 3;
/** Artefacts checked at a time: enough for all threads, while those of a register ask the chain together. */
const AT_ONCE = 64;
/** Files come together because they are of one matter; beyond this many they are a register. */
const MAX_MATTER = 100;
const PROGRESS_EVERY = 500;

type Outcome = { label: string } & (Checked | { unreadable: string });

/** Invalid outweighs cannot determine, which outweighs valid; a file that cannot be read outweighs all. */
function worst(codes: ReadonlySet<number>): number {
  return [BAD_USAGE, EXIT.invalid, EXIT.undetermined].find((code) => codes.has(code)) ?? EXIT.valid;
}

const unreadable = (label: string, error: unknown): (() => Promise<Outcome>) => {
  if (!(error instanceof FileUnreadable)) throw error;
  return async () => ({ label, unreadable: error.message });
};

/** One piece of work for each artefact in a file; a file that cannot be read is one, too. */
async function* piecesOf({ label, read }: InputFile, check: Checker): AsyncGenerator<() => Promise<Outcome>> {
  let bytes: Uint8Array;
  try {
    bytes = await read();
  } catch (error) {
    yield unreadable(label, error);
    return;
  }
  for await (const work of check(bytes)) {
    yield async () => {
      const checked = await work();
      return { label: checked.path === '' ? label : `${label}!${checked.path}`, ...checked };
    };
  }
}

/** The same for all that is named on the command line; one bad file never sinks the others. */
async function* pieces(files: readonly string[], check: Checker): AsyncGenerator<() => Promise<Outcome>> {
  for (const file of files) {
    try {
      for await (const one of expand(file)) yield* piecesOf(one, check);
    } catch (error) {
      yield unreadable(file, error);
    }
  }
}

async function verifyFiles(args: Arguments, check: Checker, { out, err }: Surroundings): Promise<number> {
  const codes = new Set<number>();
  const matter: Verdict[] = [];
  let done = 0;
  for await (const outcome of inOrder(pieces(args.files, check), AT_ONCE)) {
    if ('unreadable' in outcome) {
      err(`无法读取 cannot read ${outcome.unreadable}\n`);
      codes.add(BAD_USAGE);
      continue;
    }
    const { label, verdict, receipt } = outcome;
    out(`${args.json ? renderJson(label, verdict, receipt) : renderText(label, verdict, receipt)}\n`);
    codes.add(EXIT[verdict.verdict]);
    if (done++ < MAX_MATTER) matter.push(verdict);
    if (done % PROGRESS_EVERY === 0) err(`… ${done}\n`);
  }
  const findings = done > 1 && done <= MAX_MATTER ? crossCheck(matter) : [];
  if (findings.length > 0) out(`${args.json ? findingsJson(findings) : findingsText(findings)}\n`);
  return worst(codes);
}

async function runCommand(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { out, err, now } = surroundings;
  const args = parseArguments(argv, now());
  if (args.help) {
    out(USAGE);
    return 0;
  }
  const policy = policyOf(args.policy, { production: args.production });
  if (policy === undefined) throw new UsageError(`no policy ${args.policy}`);
  const networks = await readNetworks(args.networks, args.networksNamed);
  if (networks.size === 0) {
    const hint = '没有已知地区，先运行 npm start，或用 --networks no known regions; npm start first, or --networks';
    err(`${args.networks}: ${hint}\n`);
  }
  const { holder, asOf, signers, download } = args;
  if (download !== undefined) {
    const [file = ''] = args.bundles;
    err(bundleText(file, await downloadBundle(download, file, networks)));
    if (args.files.length === 0) return 0;
  }
  const bundles = args.bundles.length > 0 ? await openBundles(args.bundles, networks) : undefined;
  const checker = createChecker({ networks, bundles, policy, holder, asOf, signers, now });
  return verifyFiles(args, checker, surroundings);
}

/**
 * Runs the command: the verdict on files, from the issuing region's chain and validators or from offline bundles, without
 * any service.
 *
 * @returns its exit code: 0 valid, 1 invalid, 2 cannot determine, 3 bad usage or unreadable file
 */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await runCommand(argv, surroundings);
  } catch (error) {
    const known = [UsageError, NetworksUnusable, BundleUnusable, FileUnreadable];
    if (!(error instanceof Error) || !known.some((kind) => error instanceof kind)) throw error;
    surroundings.err(`${error.message}\n`);
    if (error instanceof UsageError) surroundings.err(`\n${USAGE}`);
    return BAD_USAGE;
  }
}
