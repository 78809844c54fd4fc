import type { KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { nodeSha256 } from '../adapters/crypto/primitives.ts';
import { KeyFileUnusable } from '../adapters/pki/key-files.ts';
import { readSecretFile } from '../adapters/pki/secret-file.ts';
import { makeFolder } from '../chain/durable-files.ts';
import { FolderInUse, lockIn } from '../chain/lock.ts';
import { issuerUri } from '../domain/region-data.ts';
import { parseSharedSecret } from '../ports/signer-protocol.ts';
import { bytesToHex } from '../proof/bytes.ts';
import { uriId } from '../proof/certificate.ts';
import type { JwsRules } from './checks/jws.ts';
import type { TransactionRules } from './checks/transaction.ts';
import type { SignerConfiguration } from './configuration.ts';
import { createAdmission } from './http/admission.ts';
import { listenLocally } from './http/listen.ts';
import { createSignerServer } from './http/server.ts';
import { openAccount } from './keys/account.ts';
import { openHsms } from './keys/hsm.ts';
import { openSigningKeys } from './keys/signing-keys.ts';
import type { SigningKeys } from './keys/signing-keys.ts';
import { openVrfKey } from './keys/vrf-key.ts';
import { createLimits } from './limits.ts';
import type { Limits } from './limits.ts';
import type { LogFacts } from './log/line.ts';
import { LogUnwritable, openLog } from './log/open-log.ts';
import { gatherRefusals } from './log/refusals.ts';
import type { SignerDeps } from './operations/deps.ts';
import { createPool } from './work/pool.ts';

/** Another Signer writes this log. Two on one log would break its chain: stop that one, or give this one its own. */
export class LogInUse extends Error {
  override readonly name = 'LogInUse';
  readonly code = 'signer.logInUse';
}

export type RunningSigner = { url: string; deps: SignerDeps; close(): Promise<void> };

export type SignerOptions = {
  /** Unix milliseconds; the system's clock when absent. */
  nowMs?: () => number;
  /** Told what the operator should know, one line each. */
  report?: (line: string) => void;
};

const SOON = 30 * 86_400;

function readSecret(path: string): Uint8Array {
  const secret = parseSharedSecret(readSecretFile(path).toString('utf8'));
  if (secret === undefined) throw new KeyFileUnusable(`${path} does not hold 32 bytes in base64url`);
  return secret;
}

function rulesOf(configuration: SignerConfiguration): { jwsRules: JwsRules; transactionRules: TransactionRules } {
  const { region, department, types, domains, limits } = configuration;
  const named = (uris: readonly string[]): Map<string, string> =>
    new Map(uris.map((uri) => [bytesToHex(uriId(nodeSha256, uri)), uri]));
  const { certificateAnchors, recordRegistry, useLedger } = region.contracts;
  return {
    jwsRules: {
      issuer: issuerUri(region.base, department),
      base: region.base,
      caip2: region.caip2,
      types: new Set(types),
      contract: certificateAnchors.toLowerCase(),
    },
    transactionRules: {
      chainId: Number(region.caip2.slice(region.caip2.indexOf(':') + 1)),
      contracts: {
        certificateAnchors: certificateAnchors.toLowerCase(),
        recordRegistry: recordRegistry.toLowerCase(),
        useLedger: useLedger.toLowerCase(),
      },
      gasPerTransaction: limits.gasPerTransaction,
      types: named(types),
      domains: named(domains),
    },
  };
}

/** @throws LogInUse, LogUnwritable */
async function lockLog(folder: string): ReturnType<typeof lockIn> {
  try {
    await makeFolder(folder);
    return await lockIn(folder, 'signer');
  } catch (error) {
    if (error instanceof FolderInUse) throw new LogInUse(`another Signer writes the log ${folder}`, { cause: error });
    throw new LogUnwritable(`${folder} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

/** What the operator should know about the keys' times. */
function reportKeys(keys: SigningKeys, now: number, report: (line: string) => void): void {
  const [newest] = keys.inForce(now);
  const date = (time: number): string => new Date(time * 1000).toISOString();
  if (newest === undefined)
    report('no signing key is in force: certificates wait until there is one (signer.keyExpired)');
  else if (newest.until - now < SOON) report(`the newest signing key ends ${date(newest.until)}: bring a new one`);
}

/**
 * Opens a department's Signer: keys, log, limits, threads and the socket it is asked on.
 *
 * @throws what opening keys throws, LogDamaged, LogUnwritable, LogInUse, AddressUnusable
 */
export async function openSigner(
  configuration: SignerConfiguration,
  options: SignerOptions = {},
): Promise<RunningSigner> {
  const { nowMs = Date.now, report = (line) => console.error(line) } = options;
  const now = (): number => Math.floor(nowMs() / 1000);
  const closing: (() => unknown)[] = [];
  const closeAll = async (): Promise<void> => {
    for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close();
  };
  try {
    const { jwsRules, transactionRules } = rulesOf(configuration);
    const secret = readSecret(configuration.secret);
    const hsms = openHsms();
    closing.push(() => hsms.close());
    const signingKeys = openSigningKeys(configuration, jwsRules.issuer, hsms);
    const account = openAccount(configuration.account, configuration.production, hsms);
    const vrf = configuration.vrf && openVrfKey(configuration.vrf, configuration.production);

    const lock = await lockLog(configuration.log);
    closing.push(() => lock.release());
    const { log, counts } = await openLog({
      folder: configuration.log,
      now,
      today: (): ReturnType<Limits['today']> => limits.today(),
      report,
    });
    closing.push(() => log.close());
    const limits = createLimits(configuration.limits, now, counts);
    const failed = (error: unknown): void => report(error instanceof Error ? error.message : String(error));
    const refusals = gatherRefusals(log, failed);
    closing.push(() => refusals.flush().catch(failed));

    const keys = new Map<string, KeyObject>();
    for (const { x5tS256, secret: own } of signingKeys.all) if ('key' in own) keys.set(x5tS256, own.key);
    const threads = configuration.threads ?? availableParallelism();
    const pool = createPool(threads, { rules: jwsRules, keys, vrfSecret: vrf?.secret });
    closing.push(() => pool.close());

    const deps: SignerDeps = {
      ...{ configuration, jwsRules, transactionRules, signingKeys, account, vrf, limits, log, refusals, pool, now },
    };
    const started: LogFacts = {
      op: 'started',
      keys: [
        ...signingKeys.all.map(({ x5tS256 }) => ({ use: 'sign' as const, name: x5tS256 })),
        { use: 'account', name: account.address },
        ...(vrf === undefined ? [] : [{ use: 'vrf' as const, name: bytesToHex(vrf.publicKey) }]),
      ],
    };
    await log.append(started);
    reportKeys(signingKeys, now(), report);

    const admission = createAdmission(secret, configuration.department, nowMs);
    const server = createSignerServer(deps, {
      ...{ secret, admission },
      report: (error) => report(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    const url = await listenLocally(server, configuration.listen);
    closing.push(() => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      return closed;
    });
    return { url, deps, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
