import { certify } from './signer/certify.ts';
import { importKey } from './signer/import-key.ts';
import { checkLog } from './signer/check-log.ts';
import { requestKey } from './signer/request-key.ts';
import { rotate } from './signer/rotate.ts';
import { setUp } from './signer/set-up.ts';
import { UsageError } from './signer/usage.ts';
import type { Command } from './signer/usage.ts';

const commands: Readonly<Record<string, Command>> = {
  setup: setUp,
  request: requestKey,
  certify,
  import: importKey,
  log: checkLog,
  rotate,
};

const USAGE = `用法 Usage: node scripts/setup/run.mjs scripts/cli/signer.ts COMMAND [options]

部门签名程序的密钥与日志（docs/guides/signer.md）。
Keys and log of a department's Signer (docs/guides/signer.md).

${Object.values(commands)
  .map(({ usage }) => usage)
  .join('\n')}
退出码 Exit codes: 0 完成 done, 1 拒绝 refused, 3 用法错误 bad usage.
`;

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
try {
  if (command === undefined)
    throw new UsageError(name === '' ? '没有给出命令 no command' : `${name}: 没有这个命令 no such command`);
  process.exitCode = await command.run(args, (line) => console.log(line));
} catch (error) {
  const { code, message } = error as { code?: unknown; message: string };
  if (error instanceof UsageError) {
    console.error(`${message}\n\n${USAGE}`);
    process.exitCode = 3;
  } else if (error instanceof Error && typeof code === 'string') {
    console.error(`${message} (${code})`);
    process.exitCode = 1;
  } else throw error;
}
