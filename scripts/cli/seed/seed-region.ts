import { setTimeout as sleep } from 'node:timers/promises';
import type { RegionData } from '../../start/region-data.ts';
import { quartersBefore } from './calendar.ts';
import type { Quarter } from './calendar.ts';
import { ordinaryOrders, specialOrders } from './certificates.ts';
import type { CertificateOrder, SpecialOrders } from './certificates.ts';
import { citizenOf } from './citizens.ts';
import type { SeedClient } from './client.ts';
import { fundRecord, insuranceRecord } from './records.ts';
import type { Office, RecordBody, RecordDomainCode } from './records.ts';

/** People of one request: their two years of ledgers stay below the 256 KB of a body. */
const PEOPLE_A_REQUEST = 80;
/** Requests of one type under way at once, and milliseconds between two of them. */
const LANE_WIDTH = 40;
const LANE_STEP_MS = 20;
const HEAD_START_MS = 1100;

type Issued = { id: string; certificate: string };

/** Counts what is done, for whoever watches. */
export type Progress = { records: number; certificates: number };

export type RegionJob = {
  region: RegionData;
  client: SeedClient;
  /** When this region's seed began, Unix seconds. */
  startedAt: number;
  progress: Progress;
};

export const digitsOf = (region: RegionData): string => region.caip2.split(':')[1] as string;

function officeOf(region: RegionData, kind: string): Office {
  const found = region.departments.find((department) => department.kind === kind);
  if (found === undefined) throw new RangeError(`${region.id} has no department of kind ${kind}`);
  return { uscc: found.uscc, name: found.name.zh };
}

const domains: { code: RecordDomainCode; kind: string; record: typeof fundRecord }[] = [
  { code: 'housing-fund', kind: 'housing-fund', record: fundRecord },
  { code: 'social-insurance', kind: 'human-resources', record: insuranceRecord },
];

/** One quarter of one domain: requests side by side, which the service takes into a commit or two. */
async function publishQuarter(
  job: RegionJob,
  domain: (typeof domains)[number],
  quarter: Quarter,
  people: { first: number; end: number },
): Promise<void> {
  const { region, client, progress } = job;
  const office = officeOf(region, domain.kind);
  const token = await client.token('department', { department: office.uscc });
  const place = { region: digitsOf(region), city: region.name.zh, office };
  const requests: Promise<void>[] = [];
  for (let from = people.first; from < people.end; from += PEOPLE_A_REQUEST) {
    const to = Math.min(from + PEOPLE_A_REQUEST, people.end);
    const records = Array.from({ length: to - from }, (_, i) => citizenOf(place.region, from + i))
      .map((citizen) => domain.record(place, citizen, quarter))
      .filter((record): record is RecordBody => record !== undefined);
    if (records.length === 0) continue;
    const coverage = { from: quarter.from, through: quarter.through };
    const body = { domain: domain.code, asOf: quarter.asOf, coverage, records };
    const key = `seed-1-${region.id}-${domain.code}-${quarter.end}-${from}-${to}`;
    requests.push(
      client.post('/v1/records', body, { token, key }).then(() => {
        progress.records += records.length;
      }),
    );
  }
  await Promise.all(requests);
}

/**
 * The records of people `first` to `end`: two years of quarterly commits for the first seed; for people who come later the
 * newest quarter alone, with the ledger of all months, because a map never goes back in time.
 */
async function publishRecords(job: RegionJob, first: number, end: number): Promise<void> {
  const quarters = quartersBefore(job.startedAt);
  const wanted = first === 0 ? quarters : quarters.slice(-1);
  await Promise.all(
    domains.map(async (domain) => {
      for (const quarter of wanted) await publishQuarter(job, domain, quarter, { first, end });
    }),
  );
}

async function issue(job: RegionJob, order: CertificateOrder): Promise<Issued> {
  const { client, progress } = job;
  const token = await client.token('department', { department: order.department });
  const issued = await client.post<Issued>('/v1/certificates', order.body, { token, key: order.key });
  progress.certificates += 1;
  return issued;
}

/**
 * Issues certificates, those of a type one shortly after the other: the service counts licences in the order in which they
 * come, and shares batches between all that wait. Results are in the order given.
 */
async function issueAll(job: RegionJob, orders: readonly CertificateOrder[]): Promise<Issued[]> {
  const results = new Map<CertificateOrder, Promise<Issued>>();
  const lanes = Map.groupBy(orders, ({ body }) => body.type);
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      const waiting = new Set<Promise<unknown>>();
      for (const order of lane) {
        const issued = issue(job, order);
        results.set(order, issued);
        const settled: Promise<unknown> = issued.catch(() => undefined).then(() => waiting.delete(settled));
        waiting.add(settled);
        if (waiting.size >= LANE_WIDTH) await Promise.race(waiting);
        await sleep(LANE_STEP_MS);
      }
    }),
  );
  return Promise.all(orders.map((order) => results.get(order) as Promise<Issued>));
}

/** The certificates that the examples are made from, with their statuses changed. */
export type Specials = Record<keyof SpecialOrders, Issued>;

/** Everything the people hold; the first seed's examples among it. */
async function issueCertificates(job: RegionJob, first: number, end: number): Promise<Specials | undefined> {
  const plan = planOf(job);
  const ordinary = ordinaryOrders(plan, first, end);
  if (first > 0) {
    await issueAll(job, ordinary);
    return undefined;
  }
  const orders = specialOrders(plan, end);
  const names = Object.keys(orders) as (keyof SpecialOrders)[];
  const { valid, ...others } = orders;
  // The list of citizens to sign in as is in the order of their first certificate, by the second: the first person of the
  // seed, who has one of each type, comes first.
  const head = issueAll(job, [valid]);
  head.catch(() => undefined); // awaited below
  await sleep(HEAD_START_MS);
  const rest = await issueAll(job, [...Object.values(others), ...ordinary]);
  const issued = new Map(Object.values(others).map((order, i) => [order, rest[i] as Issued]));
  issued.set(valid, (await head)[0] as Issued);
  const specials = Object.fromEntries(names.map((name) => [name, issued.get(orders[name])])) as Specials;
  await changeStatuses(job, orders, specials);
  return specials;
}

async function changeStatuses(job: RegionJob, orders: SpecialOrders, specials: Specials): Promise<void> {
  const { client } = job;
  const change = async (name: keyof SpecialOrders, body: Record<string, unknown>): Promise<void> => {
    const token = await client.token('department', { department: orders[name].department });
    const path = `/v1/certificates/${specials[name].id}/status-changes`;
    await client.post(path, body, { token, key: `${orders[name].key}-status` });
  };
  await Promise.all([
    change('revoked', { action: 'revoke', reason: 'issued-in-error', case: 'SEED-REVOKE-1' }),
    change('suspended', { action: 'suspend', reason: 'under-investigation', case: 'SEED-SUSPEND-1' }),
    change('superseded', {
      action: 'supersede',
      reason: 'renewed',
      replacement: specials.replacement.id,
      case: 'SEED-SUPERSEDE-1',
    }),
  ]);
}

/** How much {@link seedPeople} will do, for progress. */
export function workOf(job: RegionJob, first: number, end: number): Progress {
  const { region, startedAt } = job;
  const quarters = quartersBefore(startedAt);
  const place = { region: digitsOf(region), city: region.name.zh, office: officeOf(region, 'housing-fund') };
  let records = 0;
  for (const quarter of first === 0 ? quarters : quarters.slice(-1)) {
    for (let n = first; n < end; n++) {
      const citizen = citizenOf(place.region, n);
      for (const { record } of domains) if (record(place, citizen, quarter) !== undefined) records += 1;
    }
  }
  const ordinary = ordinaryOrders(planOf(job), first, end).length;
  return { records, certificates: ordinary + (first === 0 ? 6 : 0) };
}

function planOf({ region, startedAt }: RegionJob) {
  const quarter = quartersBefore(startedAt).at(-1) as Quarter;
  return { region, digits: digitsOf(region), quarter, now: startedAt };
}

/**
 * Seeds people `first` to `end` of a region over HTTP. Every request carries a key that follows from the seed, so it may be
 * called again after any interruption and adds nothing twice.
 *
 * @returns the certificates of the examples when `first` is 0
 * @throws SeedFailed
 */
export async function seedPeople(job: RegionJob, first: number, end: number): Promise<Specials | undefined> {
  const [specials] = await Promise.all([issueCertificates(job, first, end), publishRecords(job, first, end)]);
  return specials;
}
