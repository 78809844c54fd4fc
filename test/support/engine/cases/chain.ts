import type { Hex } from '../../../../service/proof/bytes.ts';
import type { EvidenceBundle } from '../../../../service/verify/index.ts';
import { NOW } from '../region.ts';
import { policy } from '../verify.ts';
import { circumstance, issued } from './case.ts';
import type { Case } from './case.ts';

const flipLast = (hex: Hex): Hex => `${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}` as Hex;

const withoutVotes = (bundle: EvidenceBundle): EvidenceBundle => ({ ...bundle, votes: bundle.votes!.slice(1) });
const otherNode = (bundle: EvidenceBundle): EvidenceBundle => ({
  ...bundle,
  accounts: bundle.accounts.map((account) => ({ ...account, accountProof: account.accountProof.map(flipLast) })),
});
const unreachable = { unavailable: 'chain.unreachable' } as const;

export const chainCases: Case[] = [
  circumstance('chain.unreachable', 'no answer from the chain', () => ({ evidence: unreachable })),
  circumstance('chain.behind', 'a reader that found the chain behind', () => ({
    evidence: { unavailable: 'chain.behind', detail: 'head 41, wanted 42' },
  })),
  circumstance('chain.behind', 'a proven header below the claimed block', () => ({ height: 41 })),
  circumstance('chain.stale', 'a statement older than the maximum age', () => ({ time: NOW - 301 })),
  circumstance(
    'chain.stale',
    'a statement older than the policy allows',
    () => ({
      time: NOW - 61,
      policy: policy('window', { maxAgeSeconds: 60 }),
    }),
    'engine',
  ),
  circumstance('chain.fromFuture', 'a statement from the future', () => ({ time: NOW + 31 })),
  circumstance('chain.noQuorum', 'two votes of four', () => ({ evidence: withoutVotes })),
  circumstance('chain.noQuorum', 'one vote three times', () => ({
    evidence: (bundle) => ({ ...bundle, votes: Array.from({ length: 3 }, () => bundle.votes![0]!) }),
  })),
  circumstance('chain.evidenceInvalid', 'a node of the proof altered', () => ({ evidence: otherNode })),
  circumstance(
    'chain.evidenceInvalid',
    'evidence of another chain',
    () => ({
      evidence: (bundle) => ({ ...bundle, chain: 'eip155:370100' }),
    }),
    'archive',
  ),
  circumstance(
    'chain.evidenceInvalid',
    'a member more',
    () => ({
      evidence: (bundle) => ({ ...bundle, note: 'x' }) as EvidenceBundle,
    }),
    'archive',
  ),
  circumstance('chain.evidenceIncomplete', 'no proof of the status', () => ({
    evidence: (bundle) => ({
      ...bundle,
      accounts: bundle.accounts.map((account) => ({ ...account, storageProof: account.storageProof.slice(0, 1) })),
    }),
  })),
  circumstance('chain.developmentQuorum', 'development validators in production', (region) => ({
    trustedPoint: { ...region.trustedPoint, development: true },
    policy: policy('window', { production: true }),
  })),
  ...['issuer', 'key', 'anchor', 'authority', 'status'].map((check) =>
    circumstance(`${check}.unproven`, 'no answer from the chain', () => ({ evidence: unreachable })),
  ),
];

export const statusCases: Case[] = [
  issued('status.revoked', 'revoked on chain', () => ({ status: 1 })),
  issued('status.suspended', 'suspended on chain', () => ({ status: 2 })),
  issued('status.superseded', 'superseded on chain', () => ({ status: 3 })),
  issued('status.revoked', 'revoked as leaf 300 of its batch', () => ({ status: 1, size: 400, index: 300 })),
  issued('validity.notYetValid', 'a second too early, clocks allowed for', () => ({ payload: { nbf: NOW + 31 } })),
  issued('validity.notYetValid', 'issued in the future', () => ({ payload: { iat: NOW + 31 } })),
  issued('validity.expired', 'exp equal to now', () => ({ payload: { exp: NOW } })),
  issued('validity.expired', 'exp 0', () => ({ payload: { exp: 0 } })),
  issued('schema.claimInvalid', 'an account status that does not exist', () => ({ payload: { accountStatus: '77' } })),
  issued('schema.claimInvalid', 'a balance that is a text', () => ({ claims: { balance: '12345.67' } })),
  issued('schema.claimInvalid', 'a day that does not exist', () => ({ claims: { openedOn: '2025-02-30' } })),
  issued('schema.claimMissing', 'a visible claim left out', () => ({ payload: { paidThrough: undefined } })),
];
