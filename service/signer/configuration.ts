import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { isUscc } from '../domain/uscc.ts';

/** The configuration file cannot be used; the message names the place in it. */
export class SignerConfigurationInvalid extends Error {
  override readonly name = 'SignerConfigurationInvalid';
  readonly code = 'signer.configurationInvalid';
}

const path = z.string().min(1).max(4096);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'an address: 0x and 40 hexadecimal digits');
const uri = z.url({ protocol: /^https$/ });
const time = z.iso.datetime({ offset: true, error: 'a time such as 2026-12-01T00:00:00+08:00' });
const count = (fallback: number) => z.int().min(1).max(1_000_000_000).default(fallback);

const pem = z.strictObject({ source: z.literal('pem'), key: path, passwordFile: path.optional() });
const pkcs12 = z.strictObject({ source: z.literal('pkcs12'), file: path, passwordFile: path });
const pkcs11 = z.strictObject({
  source: z.literal('pkcs11'),
  /** The HSM maker's library. */
  module: path,
  /** Label of the token; of the key in it. */
  token: z.string().min(1).max(32),
  key: z.string().min(1).max(255),
  pinFile: path,
  /** Folder of the package pkcs11js, when it is not in the project's node_modules. */
  binding: path.optional(),
});
const certified = { certificates: path, from: time.optional(), until: time.optional() };

const signing = z.discriminatedUnion('source', [
  pem.extend(certified),
  pkcs12.extend({ ...certified, certificates: path.optional() }),
  pkcs11.extend(certified),
]);

const limits = z
  .strictObject({
    certificatesPerRequest: z.int().min(1).max(16_384).default(2_048),
    certificatesPerMinute: count(120_000),
    certificatesPerDay: count(500_000),
    statusChangesPerDay: count(50_000),
    transactionsPerMinute: count(600),
    transactionsPerDay: count(50_000),
    gasPerTransaction: count(60_000_000),
    evaluationsPerMinute: count(60_000),
    evaluationsPerDay: count(500_000),
  })
  .refine((all) => all.certificatesPerRequest <= all.certificatesPerMinute, {
    error: 'a request may hold more certificates than a minute: nothing that big would ever be signed',
    path: ['certificatesPerRequest'],
  });

const schema = z.strictObject({
  version: z.literal(1),
  department: z.string().refine(isUscc, 'a 统一社会信用代码 with its check character'),
  region: z.strictObject({
    caip2: z.string().regex(/^eip155:[1-9][0-9]{0,14}$/),
    base: uri,
    /** x5t#S256 of the region's roots: the signing certificates must come from one of them. */
    roots: z.array(z.string().length(43)).min(1),
    contracts: z.strictObject({ certificateAnchors: address, recordRegistry: address, useLedger: address }),
  }),
  /** Refuses keys in files that no password protects. */
  production: z.boolean(),
  listen: z.union([
    z.strictObject({
      socket: path,
      mode: z
        .string()
        .regex(/^0[0-7]{3}$/)
        .default('0600'),
    }),
    z.strictObject({ port: z.int().min(0).max(65_535) }),
  ]),
  secret: path,
  log: path,
  signing: z.array(signing).min(1).max(16),
  account: z.discriminatedUnion('source', [
    z.strictObject({ source: z.literal('hex'), key: path }),
    pem,
    pkcs12,
    pkcs11,
  ]),
  vrf: z.discriminatedUnion('source', [pem, pkcs12]).optional(),
  /** vct URIs it signs certificates of, and record domains (URIs) whose maps it keys and commits. */
  types: z.array(uri).max(1_000),
  domains: z.array(uri).max(1_000),
  limits: limits.prefault({}),
  /** Worker threads for signing; the machine's cores when absent. */
  threads: z.int().min(1).max(64).optional(),
});

/** A Signer's configuration file (docs/guides/signer.md). Paths are absolute after reading. */
export type SignerConfiguration = z.infer<typeof schema>;
export type SigningSource = SignerConfiguration['signing'][number];
/** A key in a file. */
export type FileSource = z.infer<typeof pem> | z.infer<typeof pkcs12>;
export type Pkcs11Source = z.infer<typeof pkcs11>;
export type SignerLimits = SignerConfiguration['limits'];

const PATHS = ['key', 'file', 'passwordFile', 'pinFile', 'module', 'binding', 'certificates'] as const;

/** Paths in the file count from the file's own folder; an HSM key's `key` is a label, not a path. */
function resolved<T extends { source: string }>(source: T, folder: string): T {
  const changed: Record<string, unknown> = { ...source };
  for (const name of PATHS) {
    const value = changed[name];
    if (typeof value !== 'string' || (name === 'key' && source.source === 'pkcs11')) continue;
    changed[name] = resolve(folder, value);
  }
  return changed as T;
}

/** What the file says, held against the schema. @throws SignerConfigurationInvalid */
export function parseConfiguration(value: unknown, folder: string): SignerConfiguration {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || 'file'}: ${message}`);
    throw new SignerConfigurationInvalid(places.join('; '));
  }
  const { listen, secret, log, signing: keys, account, vrf, ...rest } = parsed.data;
  return {
    ...rest,
    listen: 'socket' in listen ? { ...listen, socket: resolve(folder, listen.socket) } : listen,
    secret: resolve(folder, secret),
    log: resolve(folder, log),
    signing: keys.map((one) => resolved(one, folder)),
    account: resolved(account, folder),
    ...(vrf && { vrf: resolved(vrf, folder) }),
  };
}

/** Reads a Signer's configuration. @throws SignerConfigurationInvalid */
export function readConfiguration(file: string): SignerConfiguration {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SignerConfigurationInvalid(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return parseConfiguration(value, dirname(resolve(file)));
}
