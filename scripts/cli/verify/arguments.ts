import { parseArgs } from 'node:util';
import { endOfDay, policyIds } from '../../../service/verify/index.ts';
import type { HolderDemand } from '../../../service/verify/index.ts';

export type Arguments = {
  files: string[];
  json: boolean;
  networks: string;
  /** The default folder may be missing (nothing was started yet); one that was named may not. */
  networksNamed: boolean;
  policy: string;
  production: boolean;
  holder: HolderDemand | undefined;
  /** Unix seconds. */
  asOf: number | undefined;
  /** Offline bundles: with any, no chain is asked. */
  bundles: string[];
  /** Whence the one bundle named is to be fetched first. */
  download: string | undefined;
  /** RFC 7638 thumbprints of keys whose receipts count. */
  signers: string[];
  help: boolean;
};

/** What was typed is no use of this command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'cli.usage';
}

const DEFAULT_NETWORKS = '.zhenglian/data/networks';
/** A presentation counts this long, in seconds. */
const PRESENTATION_SECONDS = 60;

export const USAGE = `用法 Usage: npm run verify -- FILE… [options]

核验电子证照或记录答复，直接询问发证地区的链，不经过任何服务。
Checks certificates and record answers against the issuing region's own chain, asking no service.

  FILE                证照、记录答复、核验归档、内嵌证照的 PDF、ZIP 或文件夹；- 为标准输入
                      a certificate, record answer, archived verification, PDF with an embedded certificate, ZIP or
                      folder of these; - is standard input
  --json              每个文件一行 JSON  one line of JSON a file
  --networks DIR      各地区的链与信任点 (${DEFAULT_NETWORKS})  chains and trusted points of the regions
  --bundle FILE       离线包（可重复，可为文件夹）：不联网，结论以其时间为准
                      an offline bundle (repeatable, or a folder): no network, verdicts as of its time
  --download-bundle URL   先从服务下载到 --bundle 指定的文件  fetches it from a service into the file of --bundle first
  --policy ID         ${policyIds.join(' | ')}
  --audience A --nonce N   要求本人出示（须同时给出）  demand key binding for this audience and nonce (both)
  --as-of DATE        过去某日（东八区该日结束）或带时区的时刻：当时的状态与有效期
                      a day (its end, UTC+8) or an instant with its offset: status and validity at that time
  --signer KID        采信此密钥所签的核验回执，可重复  receipts of this key count (repeatable); of others only faults do
  --production        不接受开发用验证节点  development validators prove nothing

退出码 Exit codes: 0 有效 valid, 1 无效 invalid, 2 无法判断 cannot determine, 3 用法错误 bad usage or unreadable file;
多个文件取最坏者 of several files the worst counts.
`;

/**
 * A day is meant as seen from its end, in China's time; today's end is still to come, so today is now. An instant must
 * say its offset.
 */
function instant(text: string, now: number): number | undefined {
  const day = endOfDay(text);
  const zoned = /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const seconds = day ?? (zoned ? Math.floor(Date.parse(text) / 1000) : NaN);
  if (Number.isNaN(seconds)) throw new UsageError('--as-of: 2026-01-31, 2026-01-31T09:00:00+08:00');
  if (seconds <= now) return seconds;
  if (day !== undefined && seconds - now < 86_400) return undefined;
  throw new UsageError('--as-of: 不能晚于现在 not later than now');
}

/** Thumbprints and nonces are base64url and may begin with a dash, which would be taken for an option of its own. */
function withValuesJoined(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] as string;
    const value = argument === '--signer' || argument === '--nonce' ? argv[++i] : undefined;
    joined.push(value === undefined ? argument : `${argument}=${value}`);
  }
  return joined;
}

/**
 * @param now Unix seconds
 * @throws UsageError
 */
export function parseArguments(argv: readonly string[], now: number): Arguments {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  const options = {
    ...{ json: flag, production: flag, help: { ...flag, short: 'h' } },
    ...{ networks: text, policy: text, audience: text, nonce: text, 'as-of': text },
    'download-bundle': text,
    ...{ signer: { ...text, multiple: true } as const, bundle: { ...text, multiple: true } as const },
  };
  let parsed;
  try {
    parsed = parseArgs({ args: withValuesJoined(argv), options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
  const { values, positionals: files } = parsed;
  const { audience, nonce, help = false, bundle: bundles = [], 'download-bundle': download } = values;
  const usual = audience === undefined ? 'window' : 'presentation';
  const { policy = bundles.length > 0 ? 'offline' : usual } = values;
  if (download !== undefined && bundles.length !== 1) throw new UsageError('--download-bundle URL --bundle FILE');
  if (!help && files.length === 0 && download === undefined) throw new UsageError('没有给出文件 no file given');
  if ((audience === undefined) !== (nonce === undefined) || audience === '' || nonce === '') {
    throw new UsageError('--audience 与 --nonce 须同时给出 --audience and --nonce belong together');
  }
  if (!policyIds.includes(policy)) throw new UsageError(`--policy: ${policyIds.join(' | ')}`);
  if (files.filter((file) => file === '-').length > 1)
    throw new UsageError('标准输入只能读一次 standard input is read once');
  return {
    ...{ files, bundles, download, policy, help, json: values.json ?? false, production: values.production ?? false },
    networks: values.networks ?? DEFAULT_NETWORKS,
    networksNamed: values.networks !== undefined,
    signers: values.signer ?? [],
    asOf: values['as-of'] === undefined ? undefined : instant(values['as-of'], now),
    holder:
      audience === undefined || nonce === undefined
        ? undefined
        : { audience, nonce, maxAgeSeconds: PRESENTATION_SECONDS },
  };
}
