import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkFile } from '../../start/network.ts';
import { networkFilePath } from '../../start/network.ts';
import { readJson } from '../../start/durable-json.ts';
import { offlineRegion } from '../../start/region-data.ts';
import type { RegionData } from '../../start/region-data.ts';
import { citizenOf } from './citizens.ts';
import type { SeedClient } from './client.ts';
import { unknownCityCertificate, unreachableCertificate } from './foreign.ts';
import { isInFund } from './records.ts';
import { digitsOf } from './seed-region.ts';

const STATES = ['valid', 'revoked', 'suspended', 'expired', 'superseded'] as const;

/** The region whose certificates the files are named after; any other region has one file of its own name. */
const MAIN = 'dongying';

/** The example files of a region. */
export function exampleNames(region: string): string[] {
  if (region !== MAIN) return [`${region}.txt`];
  const own = [...STATES, 'tampered', 'unknown-city', 'unreachable'].map((name) => `${name}.txt`);
  return [...own, 'record.json', 'absent.json'];
}

/** The same certificate with more money in it: the disclosure no longer has the digest that was signed. */
function tampered(certificate: string): string {
  const parts = certificate.split('~').map((part) => {
    if (part === '' || part.includes('.')) return part;
    const [salt, name, value] = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as [
      string,
      string,
      unknown,
    ];
    if (name !== 'balance' || typeof value !== 'number') return part;
    return Buffer.from(JSON.stringify([salt, name, value + 100_000])).toString('base64url');
  });
  return parts.join('~');
}

/** A clerk's answer about a person's housing-fund record, as JSON. */
async function answerOf(client: SeedClient, number: string, reference: string): Promise<string> {
  const { answer } = await client.post<{ answer: unknown }>(
    '/v1/record-queries',
    {
      domain: 'housing-fund',
      subject: { idType: 'citizen-id', number },
      fields: ['name', 'accountStatus', 'balance', 'paidThrough', 'consecutiveMonths', 'loanRecord'],
      basis: { kind: 'statutory', reference: '示例依据：住房公积金异地贷款核验' },
      case: reference,
    },
    { token: await client.token('clerk') },
  );
  return JSON.stringify(answer);
}

/** The number of someone who is in no housing fund. */
function someoneWithout(digits: string): string {
  for (let n = 0; ; n++) {
    const citizen = citizenOf(digits, n);
    if (!isInFund(citizen)) return citizen.number;
  }
}

export type ExampleSource = {
  region: RegionData;
  client: SeedClient;
  /** Texts of the certificates by state. */
  certificateOf(name: (typeof STATES)[number]): Promise<string>;
  folders: { examples: string; data: string; keys: string };
  now: number;
};

async function contentOf(name: string, source: ExampleSource): Promise<string> {
  const { region, client, certificateOf, folders, now } = source;
  const digits = digitsOf(region);
  switch (name) {
    case 'tampered.txt':
      return tampered(await certificateOf('valid'));
    case 'unknown-city.txt':
      return unknownCityCertificate(now);
    case 'unreachable.txt': {
      const network = readJson<NetworkFile>(networkFilePath(folders.data, offlineRegion.id));
      if (network === undefined) throw new RangeError(`${folders.data} has no network file of ${offlineRegion.id}`);
      return unreachableCertificate(folders.keys, network.trustedPoint.contracts.certificateAnchors, now);
    }
    case 'record.json':
      return answerOf(client, citizenOf(digits, 0).number, 'SEED-RECORD-1');
    case 'absent.json':
      return answerOf(client, someoneWithout(digits), 'SEED-ABSENT-1');
    default:
      return certificateOf(STATES.find((state) => name === `${state}.txt`) ?? 'valid');
  }
}

/** Writes a region's example files; those that are there already only when `all`. Returns the names written. */
export async function writeExamples(source: ExampleSource, all: boolean): Promise<string[]> {
  const { region, folders } = source;
  mkdirSync(folders.examples, { recursive: true });
  const written: string[] = [];
  for (const name of exampleNames(region.id)) {
    const path = join(folders.examples, name);
    if (!all && existsSync(path)) continue;
    // Whole or not at all: the verify page offers whatever lies in this folder.
    writeFileSync(`${path}.new`, `${await contentOf(name, source)}\n`);
    renameSync(`${path}.new`, path);
    written.push(name);
  }
  return written;
}
