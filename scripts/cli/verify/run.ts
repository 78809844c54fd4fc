import { policyOf } from '../../../service/verify/index.ts';
import type { VerdictWord } from '../../../service/verify/index.ts';
import { parseArguments, USAGE, UsageError } from './arguments.ts';
import { contentOf, createChecker, FileUnreadable } from './check-file.ts';
import { NetworksUnusable, readNetworks } from './networks.ts';
import { renderJson, renderText } from './render.ts';

/** Where the command's text goes, and the time in Unix seconds. */
export type Surroundings = { out(text: string): void; err(text: string): void; now(): number };

const EXIT: Record<VerdictWord, number> = { valid: 0, invalid: 1, undetermined: 2 };
const BAD_USAGE = 3;

/** Invalid outweighs cannot determine, which outweighs valid; a file that cannot be read outweighs all. */
function worst(codes: number[]): number {
  return [BAD_USAGE, EXIT.invalid, EXIT.undetermined].find((code) => codes.includes(code)) ?? EXIT.valid;
}

async function verifyFiles(argv: readonly string[], { out, err, now }: Surroundings): Promise<number> {
  const {
    files,
    json,
    networks: folder,
    networksNamed,
    policy: id,
    production,
    holder,
    asOf,
    help,
  } = parseArguments(argv, now());
  if (help) {
    out(USAGE);
    return 0;
  }
  const policy = policyOf(id, { production });
  if (policy === undefined) throw new UsageError(`no policy ${id}`);
  const networks = await readNetworks(folder, networksNamed);
  if (networks.size === 0) {
    err(
      `${folder}: 没有已知地区，先运行 npm start，或用 --networks no known regions; npm start first, or --networks\n`,
    );
  }
  const check = createChecker({ networks, policy, holder, asOf, now });
  const codes: number[] = [];
  for (const file of files) {
    try {
      const verdict = await check(await contentOf(file));
      out(`${json ? renderJson(file, verdict) : renderText(file, verdict)}\n`);
      codes.push(EXIT[verdict.verdict]);
    } catch (error) {
      if (!(error instanceof FileUnreadable)) throw error;
      err(`无法读取 cannot read ${error.message}\n`);
      codes.push(BAD_USAGE);
    }
  }
  return worst(codes);
}

/**
 * Runs the command: the verdict on files, from the issuing region's chain and validators, without any service.
 *
 * @returns its exit code: 0 valid, 1 invalid, 2 cannot determine, 3 bad usage or unreadable file
 */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await verifyFiles(argv, surroundings);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof NetworksUnusable)) throw error;
    surroundings.err(`${error.message}\n`);
    if (error instanceof UsageError) surroundings.err(`\n${USAGE}`);
    return BAD_USAGE;
  }
}
