import type { BaseContract, LogDescription } from 'ethers';
import type { Connection, Region } from './fixture.ts';
import { digest, u32, u64, word } from './ledger.ts';

/** What an indexer that has seen nothing but the logs knows of a region. */
export type Rebuilt = {
  departments: Map<string, { from: bigint; until: bigint; suspensions: [bigint, bigint][]; successor?: string }>;
  accounts: Map<string, { department: string; from: bigint; until: bigint }>;
  keys: Map<string, bigint[]>;
  accreditations: Map<string, [bigint, bigint][]>;
  paused: boolean;
  anchors: Map<string, { department: string; size: bigint; time: number; block: number }>;
  words: Map<string, bigint>;
  statusHeads: Map<string, string>;
  domains: Map<string, { root: string; epoch: bigint; department: string; time: number; coverage: bigint[] }>;
  disputes: Set<string>;
  grants: Map<string, { department: string; kind: bigint; cancelled: boolean; remaining: bigint }>;
  useHeads: Map<string, string>;
  partners: Map<bigint, string>;
};

type Log = { event: LogDescription; time: number; block: number };

async function readLogs(chain: Connection, region: Region): Promise<Log[]> {
  const contracts: BaseContract[] = [region.registry, region.anchors, region.records, region.uses, region.partners];
  const byAddress = new Map<string, BaseContract>();
  for (const contract of contracts) byAddress.set(await contract.getAddress(), contract);
  const times = new Map<number, number>();
  const found: Log[] = [];
  for (const log of await chain.ethers.provider.getLogs({ fromBlock: 0 })) {
    const event = byAddress.get(log.address)?.interface.parseLog(log);
    if (event === null || event === undefined) continue;
    if (!times.has(log.blockNumber)) times.set(log.blockNumber, (await log.getBlock()).timestamp);
    found.push({ event, time: times.get(log.blockNumber) ?? 0, block: log.blockNumber });
  }
  return found;
}

const ZERO = `0x${'00'.repeat(32)}`;

/** Rebuilds a region's state from its logs alone. */
export async function rebuild(chain: Connection, region: Region): Promise<Rebuilt> {
  const state: Rebuilt = {
    departments: new Map(),
    accounts: new Map(),
    keys: new Map(),
    accreditations: new Map(),
    paused: false,
    anchors: new Map(),
    words: new Map(),
    statusHeads: new Map(),
    domains: new Map(),
    disputes: new Set(),
    grants: new Map(),
    useHeads: new Map(),
    partners: new Map(),
  };
  for (const log of await readLogs(chain, region)) handlers[log.event.name]?.(state, log.event.args, log);
  return state;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- decoded arguments, each event its own
type Handler = (state: Rebuilt, args: any, log: Log) => void;

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('an event about something no event introduced');
  return value;
};

const handlers: Record<string, Handler> = {
  DepartmentAdmitted: (s, { department, from }) => s.departments.set(department, { from, until: 0n, suspensions: [] }),
  DepartmentSuspended: (s, { department, from }) => known(s.departments.get(department)).suspensions.push([from, 0n]),
  DepartmentResumed: (s, { department, moment }) =>
    (known(known(s.departments.get(department)).suspensions.at(-1))[1] = moment),
  DepartmentSucceeded: (s, { department, successor, moment }) =>
    Object.assign(known(s.departments.get(department)), { until: moment, successor }),
  AccountAdded: (s, { department, account, from, until }) => s.accounts.set(account, { department, from, until }),
  AccountEnded: (s, { account, until }) => (known(s.accounts.get(account)).until = until),
  KeyAdded: (s, { thumbprint, use, from, until }) => s.keys.set(thumbprint, [use, from, until, 0n]),
  KeyEnded: (s, { thumbprint, until }) => (known(s.keys.get(thumbprint))[2] = until),
  KeyCompromised: (s, { thumbprint, compromisedFrom }) => (known(s.keys.get(thumbprint))[3] = compromisedFrom),
  Accredited: (s, { department, subject, index, from, until }) => {
    const key = `${department} ${subject}`;
    const list = s.accreditations.get(key) ?? [];
    list[Number(index)] = [from, until];
    s.accreditations.set(key, list);
  },
  AccreditationEnded: (s, { department, subject, index, until }) =>
    (known(known(s.accreditations.get(`${department} ${subject}`))[Number(index)])[1] = until),
  Paused: (s) => (s.paused = true),
  Unpaused: (s) => (s.paused = false),
  Anchored: (s, { anchorId, department, size }, { time, block }) =>
    s.anchors.set(anchorId, { department, size, time, block }),
  StatusChanged: (s, { anchorId, changes, head }, { time }) => {
    for (let at = 2; at < changes.length; at += 10) {
      const index = parseInt(changes.slice(at, at + 8), 16);
      const status = BigInt(parseInt(changes.slice(at + 8, at + 10), 16));
      const key = `${anchorId} ${index >> 7}`;
      const shift = BigInt((index & 127) * 2);
      s.words.set(key, ((s.words.get(key) ?? 0n) & ~(3n << shift)) | (status << shift));
    }
    link(s, anchorId, digest('status-sparse', anchorId, s.statusHeads.get(anchorId) ?? ZERO, u64(time), changes), head);
  },
  StatusWordsChanged: (s, { anchorId, firstWord, words, head }, { time }) => {
    const list = [...words] as bigint[];
    for (const [offset, value] of list.entries()) s.words.set(`${anchorId} ${Number(firstWord) + offset}`, value);
    const previous = s.statusHeads.get(anchorId) ?? ZERO;
    const first = u32(Number(firstWord));
    link(s, anchorId, digest('status-dense', anchorId, previous, u64(time), first, ...list.map(word)), head);
  },
  RecordsCommitted: (s, { domain, department, epoch, newRoot, coverage }, { time }) =>
    s.domains.set(domain, { root: newRoot, epoch, department, time, coverage: [...coverage] }),
  DisputeRaised: (s, { domain, recordKey }) => s.disputes.add(`${domain} ${recordKey}`),
  DisputeCleared: (s, { domain, recordKey }) => s.disputes.delete(`${domain} ${recordKey}`),
  Granted: (s, { grantId, department, kind, count }) =>
    s.grants.set(grantId, { department, kind, cancelled: false, remaining: count }),
  CancelledByDepartment: (s, { grantId }) => (known(s.grants.get(grantId)).cancelled = true),
  CancelledByHolder: (s, { grantId }) => (known(s.grants.get(grantId)).cancelled = true),
  UsesRecorded: (s, { department, requester, uses }, { time }) => {
    const key = `${department} ${requester}`;
    for (const { grantId, commitment } of uses) {
      const previous = s.useHeads.get(key) ?? ZERO;
      s.useHeads.set(key, digest('use', department, requester, previous, grantId, commitment, u64(time)));
      const grant = s.grants.get(grantId);
      if (grant !== undefined && grant.kind !== 1n) grant.remaining--;
    }
  },
  PartnerAdmitted: (s, { chainId, digest: entry }) => s.partners.set(chainId, entry),
  PartnerUpdated: (s, { chainId, digest: entry }) => s.partners.set(chainId, entry),
  PartnerRemoved: (s, { chainId }) => s.partners.delete(chainId),
};

function link(state: Rebuilt, anchorId: string, computed: string, logged: string): void {
  if (computed !== logged) throw new Error('a logged head does not follow from the one before');
  state.statusHeads.set(anchorId, computed);
}
