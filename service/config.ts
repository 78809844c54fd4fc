import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import regions from './data/regions.json' with { type: 'json' };

/** A region as service/data/regions.json names it. */
export type RegionData = (typeof regions)[number];

/** Where a partner region is asked; what is believed of it comes from the home PartnerRegistry. */
export type PartnerAddress = { region: RegionData; chainUrls: string[]; attesterUrls: string[]; serviceUrl: string };

/** Limits with documented defaults (docs/configuration.md). */
export type Limits = {
  /** Requests a minute of one address in the long run, and at once. 0: no limit. */
  ratePerMinute: number;
  rateBurst: number;
  maxBodyBytes: number;
  maxBodyDepth: number;
  /** How long a client may stand still in the middle of a register, a set, a large or a streamed answer. */
  idleSeconds: number;
  /** How long POST /v1/certificates waits for the finished certificate before it answers 202. */
  issueWaitSeconds: number;
  /** How long one verification waits for a chain before it says chain.unreachable. */
  chainTimeoutMs: number;
  /** Slots of the newest batches that an offline bundle may hold at most; 0: none are given. */
  maxOfflineSlots: number;
  /** Of offline bundles kept or being sent, of all regions together. */
  maxOfflineBytes: number;
  /** Offline bundles of one region being made, fetched or waited for; beyond it they are answered 429. */
  maxOfflineMaking: number;
  /** How old an offline bundle may become, as the region signs it. */
  offlineMaxAgeSeconds: number;
  /** Verifications whose evidence is kept for the time a chain does not answer; about 12 KB each. */
  evidenceCacheEntries: number;
  /** The head of the event log goes to the chain at most once in so many seconds, and only when it moved. */
  logAnchorSeconds: number;
  maxPresentations: number;
  /** Until the second attempt to bring a notice to its webhook; each further one waits twice as long, at most an hour. */
  webhookRetrySeconds: number;
  /** After so many attempts a notice is given up. */
  webhookAttempts: number;
  /** How often partners' chains are asked for changes of certificates that somebody here relied on. */
  partnerWatchSeconds: number;
  /** How long it is kept who relied on which certificate, and what they were told; see docs/guides/life-after-issue.md. */
  useRecordDays: number;
  developmentTokenSeconds: number;
  /** Longest row of a register of many rows. */
  maxRowBytes: number;
  /** Rows of one register. */
  maxRegisterRows: number;
  /** Certificates accepted and not yet issued; beyond it requests to issue are answered 429. */
  maxQueuedRows: number;
  /** Artefacts of one set to be verified; what follows them is left out, and the answer says so. */
  maxSetItems: number;
  /** Of a set that is read as a whole: a ZIP archive, a JSON bundle. */
  maxSetBytes: number;
  /** Sets verified at once; beyond it they are answered 429. */
  maxSets: number;
  /** Threads for the CPU's part of bulk issuing; 0: one a core. */
  workshopThreads: number;
};

export type Config = {
  region: RegionData;
  host: string;
  port: number;
  storeFolder: string;
  networkFile: string;
  keysFolder: string;
  chainUrls: string[];
  attesterUrls: string[];
  partners: PartnerAddress[];
  /** Where the departments' Signer programs are; undefined: development signers in this process. */
  signersFile: string | undefined;
  production: boolean;
  checkAnswers: boolean;
  trustedProxies: number;
  pagesFolder: string;
  examplesFolder: string | undefined;
  limits: Limits;
};

/** The arguments or the environment do not say what the service needs; the message names the option. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
  readonly code = 'config.invalid';
}

const options = {
  region: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  keys: { type: 'string' },
  chain: { type: 'string' },
  attesters: { type: 'string' },
  partner: { type: 'string', multiple: true },
  signers: { type: 'string' },
  production: { type: 'boolean' },
  'check-answers': { type: 'boolean' },
  'trusted-proxies': { type: 'string' },
  pages: { type: 'string' },
  examples: { type: 'string' },
  'rate-per-minute': { type: 'string' },
  'rate-burst': { type: 'string' },
  'max-body-bytes': { type: 'string' },
  'max-body-depth': { type: 'string' },
  'idle-seconds': { type: 'string' },
  'issue-wait-seconds': { type: 'string' },
  'chain-timeout-ms': { type: 'string' },
  'evidence-cache-entries': { type: 'string' },
  'max-offline-slots': { type: 'string' },
  'max-offline-bytes': { type: 'string' },
  'max-offline-making': { type: 'string' },
  'offline-max-age-seconds': { type: 'string' },
  'log-anchor-seconds': { type: 'string' },
  'max-presentations': { type: 'string' },
  'webhook-retry-seconds': { type: 'string' },
  'webhook-attempts': { type: 'string' },
  'partner-watch-seconds': { type: 'string' },
  'use-record-days': { type: 'string' },
  'development-token-seconds': { type: 'string' },
  'max-row-bytes': { type: 'string' },
  'max-register-rows': { type: 'string' },
  'max-queued-rows': { type: 'string' },
  'max-set-items': { type: 'string' },
  'max-set-bytes': { type: 'string' },
  'max-sets': { type: 'string' },
  'workshop-threads': { type: 'string' },
} as const;

type Option = keyof typeof options;
type Values = Partial<Record<Option, string | boolean | string[]>>;

/** ZHENGLIAN_RATE_PER_MINUTE for --rate-per-minute; several partners are separated by semicolons. */
function fromEnvironment(environment: Record<string, string | undefined>): Values {
  const values: Values = {};
  for (const name of Object.keys(options) as Option[]) {
    const text = environment[`ZHENGLIAN_${name.replaceAll('-', '_').toUpperCase()}`];
    if (text === undefined || text === '') continue;
    const option = options[name];
    if (option.type === 'boolean') {
      if (!['0', '1', 'true', 'false'].includes(text)) throw new ConfigInvalid(`${name}: true or false, not ${text}`);
      values[name] = text === '1' || text === 'true';
    } else values[name] = 'multiple' in option ? text.split(';') : text;
  }
  return values;
}

function integer(values: Values, name: Option, fallback: number, minimum: number, maximum: number): number {
  const text = values[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^[0-9]{1,12}$/.test(String(text)) || value < minimum || value > maximum) {
    throw new ConfigInvalid(`--${name} is a whole number from ${minimum} to ${maximum}, not ${String(text)}`);
  }
  return value;
}

function urls(name: string, text: string): string[] {
  return text.split(',').map((one) => {
    const url = URL.parse(one.trim());
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      throw new ConfigInvalid(`--${name}: ${one} is no http or https address`);
    }
    return url.href.replace(/\/$/, '');
  });
}

function required(values: Values, name: Option): string {
  const value = values[name];
  if (typeof value !== 'string' || value === '') throw new ConfigInvalid(`--${name} is missing`);
  return value;
}

function regionOf(name: string): RegionData {
  const found = regions.find((one) => one.id === name || one.caip2 === name);
  if (found === undefined) {
    throw new ConfigInvalid(`${name} is no region; known are ${regions.map((one) => one.id).join(', ')}`);
  }
  return found;
}

/** `jinan=CHAINURL,ATTESTERURL[,ATTESTERURL…],SERVICEURL` */
function partnerOf(text: string): PartnerAddress {
  const [, name, addresses] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || addresses === undefined)
    throw new ConfigInvalid(`--partner: ${text} has no name=addresses`);
  const [chainUrl, ...rest] = urls('partner', addresses);
  const serviceUrl = rest.pop();
  if (chainUrl === undefined || serviceUrl === undefined || rest.length === 0) {
    throw new ConfigInvalid(`--partner: ${name} needs a chain, at least one attester and a service address`);
  }
  return { region: regionOf(name), chainUrls: [chainUrl], attesterUrls: rest, serviceUrl };
}

/**
 * Reads the service's configuration once: arguments first, then ZHENGLIAN_* variables, then defaults.
 *
 * @param root folder of the project, for the built pages
 * @throws ConfigInvalid
 */
export function readConfig(
  commandLine: readonly string[],
  root: string,
  environment: Record<string, string | undefined> = process.env,
): Config {
  let given: Values;
  try {
    given = parseArgs({ args: [...commandLine], options, strict: true, allowPositionals: false }).values as Values;
  } catch (error) {
    throw new ConfigInvalid((error as Error).message, { cause: error });
  }
  const values: Values = { ...fromEnvironment(environment), ...given };
  const region = regionOf(required(values, 'region'));
  const data = resolve(root, String(values.data ?? '.zhenglian/data'));
  const named = ((values.partner ?? []) as string[]).map(partnerOf);
  // As with every option, the last one of a name counts.
  const partners = [...new Map(named.map((partner) => [partner.region.id, partner])).values()];
  if (partners.some((partner) => partner.region.caip2 === region.caip2)) {
    throw new ConfigInvalid('--partner: a region is no partner of itself');
  }
  return {
    region,
    host: String(values.host ?? '127.0.0.1'),
    port: integer(values, 'port', 3705, 0, 65_535),
    storeFolder: join(data, region.id, 'store'),
    networkFile: join(data, 'networks', `${region.id}.json`),
    keysFolder: join(resolve(root, String(values.keys ?? '.zhenglian/keys')), region.id),
    chainUrls: urls('chain', required(values, 'chain')),
    attesterUrls: urls('attesters', required(values, 'attesters')),
    partners,
    signersFile: values.signers === undefined ? undefined : resolve(root, String(values.signers)),
    production: values.production === true,
    checkAnswers: values['check-answers'] === true,
    trustedProxies: integer(values, 'trusted-proxies', 0, 0, 10),
    pagesFolder: resolve(root, String(values.pages ?? 'dist/web')),
    examplesFolder:
      values.examples === undefined && values.production === true
        ? undefined
        : resolve(root, String(values.examples ?? 'examples')),
    limits: {
      ratePerMinute: integer(values, 'rate-per-minute', 30_000, 0, 10_000_000),
      rateBurst: integer(values, 'rate-burst', 2_000, 1, 1_000_000),
      maxBodyBytes: integer(values, 'max-body-bytes', 256 * 1024, 1024, 16 * 1024 * 1024),
      maxBodyDepth: integer(values, 'max-body-depth', 32, 4, 200),
      idleSeconds: integer(values, 'idle-seconds', 30, 1, 3_600),
      issueWaitSeconds: integer(values, 'issue-wait-seconds', 10, 0, 60),
      chainTimeoutMs: integer(values, 'chain-timeout-ms', 2_400, 100, 60_000),
      maxOfflineSlots: integer(values, 'max-offline-slots', 10_000, 0, 200_000),
      maxOfflineBytes: integer(values, 'max-offline-bytes', 256 * 1024 * 1024, 1024, 16 * 1024 * 1024 * 1024),
      maxOfflineMaking: integer(values, 'max-offline-making', 32, 1, 1_000),
      offlineMaxAgeSeconds: integer(values, 'offline-max-age-seconds', 86_400, 60, 30 * 86_400),
      evidenceCacheEntries: integer(values, 'evidence-cache-entries', 5_000, 0, 1_000_000),
      logAnchorSeconds: integer(values, 'log-anchor-seconds', 60, 1, 86_400),
      webhookRetrySeconds: integer(values, 'webhook-retry-seconds', 10, 1, 3_600),
      webhookAttempts: integer(values, 'webhook-attempts', 12, 1, 100),
      partnerWatchSeconds: integer(values, 'partner-watch-seconds', 600, 1, 86_400),
      useRecordDays: integer(values, 'use-record-days', 3_650, 1, 36_500),
      maxPresentations: integer(values, 'max-presentations', 5_000, 1, 1_000_000),
      maxRowBytes: integer(values, 'max-row-bytes', 64 * 1024, 256, 1024 * 1024),
      maxRegisterRows: integer(values, 'max-register-rows', 10_000_000, 1, 1_000_000_000),
      maxQueuedRows: integer(values, 'max-queued-rows', 2_000_000, 1, 100_000_000),
      maxSetItems: integer(values, 'max-set-items', 20_000, 1, 10_000_000),
      maxSetBytes: integer(values, 'max-set-bytes', 64 * 1024 * 1024, 1024, 1024 * 1024 * 1024),
      maxSets: integer(values, 'max-sets', 4, 1, 1_000),
      workshopThreads: integer(values, 'workshop-threads', 0, 0, 64),
      developmentTokenSeconds: integer(values, 'development-token-seconds', 8 * 3600, 60, 30 * 86_400),
    },
  };
}
