import type { TestRegion } from '../region.ts';
import { NOW } from '../region.ts';
import { DAY, regionSigner, withStatement } from '../offline.ts';
import { policy } from '../verify.ts';
import type { Change } from '../verify.ts';
import { circumstance } from './case.ts';
import type { Case } from './case.ts';

type Statement = Parameters<typeof withStatement>[2];

/** Evidence of an hour ago that the region lets be used for a day, unless something is wrong with that. */
const offline = (region: TestRegion, statement: Statement, time = NOW - 3600): Change => ({
  ...{ time, policy: policy('offline') },
  evidence: (bundle) => withStatement(region, bundle, statement),
});

const bad = (title: string, statement: (region: TestRegion) => Statement): Case =>
  circumstance('chain.evidenceInvalid', title, (region) => offline(region, statement(region)), 'archive');

/** No node or attester makes such evidence; a bundle does (offline-bundle.test.ts), and an archive keeps it. */
export const offlineCases: Case[] = [
  circumstance(
    'chain.notInBundle',
    'a batch that was not taken along',
    () => ({
      ...{ policy: policy('offline'), evidence: { unavailable: 'chain.notInBundle' } },
    }),
    'archive',
  ),
  circumstance(
    'chain.bundleExpired',
    'older than the region signed',
    (region) => offline(region, { claims: { maxAgeSeconds: 3599 } }),
    'archive',
  ),
  circumstance(
    'chain.bundleExpired',
    'older than the policy allows',
    (region) => offline(region, {}, NOW - DAY - 1),
    'archive',
  ),
  circumstance(
    'chain.stale',
    'an offline statement where the policy is for a network',
    (region) => ({ ...offline(region, {}), policy: policy() }),
    'archive',
  ),
  circumstance(
    'chain.stale',
    'an hour old without an offline statement',
    () => ({
      ...{ time: NOW - 3600, policy: policy('offline') },
    }),
    'archive',
  ),
  circumstance(
    'chain.fromFuture',
    'a bundle made later than now',
    (region) => offline(region, {}, NOW + 31),
    'archive',
  ),
  bad('an offline statement by a department', (region) => ({ signer: regionSigner(region, region.iss) })),
  bad('an offline statement under another root', (region) => ({
    signer: { ...regionSigner(region), x5c: [region.signer.certificate, region.signer.certificate] },
  })),
  bad('an offline statement signed by another key', (region) => ({
    signer: { ...regionSigner(region), key: region.signer.key },
  })),
  bad('an offline statement about another block', () => ({ claims: { height: 101 } })),
  bad('an offline statement about another hash', () => ({ claims: { blockHash: `0x${'11'.repeat(32)}` } })),
  bad('an offline statement about another time', () => ({ claims: { asOf: NOW } })),
  bad('an offline statement of another chain', () => ({ claims: { genesisHash: `0x${'11'.repeat(32)}` } })),
  bad('an offline statement of another region', () => ({ claims: { iss: 'https://jinan.example' } })),
  bad('an offline statement with a negative age', () => ({ claims: { maxAgeSeconds: -1 } })),
  bad('an offline statement of another type', () => ({ header: { typ: 'JWT' } })),
];
