import { policyOf } from '../../service/verify/index.ts';
import type { VerdictWord } from '../../service/verify/index.ts';
import { parseArguments, USAGE, UsageError } from './verify/arguments.ts';
import { contentOf, createChecker, FileUnreadable } from './verify/check-file.ts';
import { NetworksUnusable, readNetworks } from './verify/networks.ts';
import { renderJson, renderText } from './verify/render.ts';

// npm run verify -- FILE…: the verdict on files, from the issuing region's chain and validators, without any service.

const EXIT: Record<VerdictWord, number> = { valid: 0, invalid: 1, undetermined: 2 };
const BAD_USAGE = 3;
/** EX_SOFTWARE of sysexits.h: this program is at fault, and nothing is said about any file. */
const SOFTWARE_FAULT = 70;

/** Invalid outweighs cannot determine, which outweighs valid; a file that cannot be read outweighs all. */
const worst = (codes: number[]): number =>
  [BAD_USAGE, EXIT.invalid, EXIT.undetermined].find((code) => codes.includes(code)) ?? 0;

async function main(argv: readonly string[]): Promise<number> {
  const { files, json, networks: folder, networksNamed, policy: id, production, holder, help } = parseArguments(argv);
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const policy = policyOf(id, { production });
  if (policy === undefined) throw new UsageError(`no policy ${id}`);
  const networks = await readNetworks(folder, networksNamed);
  if (networks.size === 0) {
    process.stderr.write(
      `${folder}: 没有已知地区，先运行 npm start，或用 --networks no known regions; npm start first, or --networks\n`,
    );
  }
  const check = createChecker({ networks, policy, holder });
  const codes: number[] = [];
  for (const file of files) {
    try {
      const verdict = await check(await contentOf(file));
      process.stdout.write(`${json ? renderJson(file, verdict) : renderText(file, verdict)}\n`);
      codes.push(EXIT[verdict.verdict]);
    } catch (error) {
      if (!(error instanceof FileUnreadable)) throw error;
      process.stderr.write(`无法读取 cannot read ${error.message}\n`);
      codes.push(BAD_USAGE);
    }
  }
  return worst(codes);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError || error instanceof NetworksUnusable) {
    process.stderr.write(`${error.message}\n`);
    if (error instanceof UsageError) process.stderr.write(`\n${USAGE}`);
    process.exitCode = BAD_USAGE;
  } else {
    // A bug. Node's own exit code for it is 1, which would say invalid.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = SOFTWARE_FAULT;
  }
}
