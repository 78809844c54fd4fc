import { setImmediate as breathe } from 'node:timers/promises';
import { FieldsInvalid, checkedFields } from '../../domain/record-fields.ts';
import type { FieldError } from '../../domain/claims.ts';
import { identityOf } from '../../domain/person-identity.ts';
import type { Subject } from '../../domain/person-identity.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import type { PersonIdentity } from '../../ports/person-vault.ts';
import type { Commit, NewEvent, StoreKey, StoreValue } from '../../ports/store.ts';
import { encodeBase64url } from '../../proof/base64url.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import { fieldRoot } from '../../proof/record.ts';
import type { RecordDependencies } from './dependencies.ts';
import { domainOf } from './domain-of.ts';
import type { NamedDomain } from './domain-of.ts';
import { evaluatePlace } from './person-place.ts';
import { commitKey, identityContext, personKey, queueKey, recordContext, tailKey } from './rows.ts';
import type { CommitRow, Coverage, PersonRow, RecordFacts, SealedRecord, TailRow } from './rows.ts';

/** Another department is in charge of the domain. Send the records through that one. */
export class RecordNotInCharge extends Error {
  override readonly name = 'RecordNotInCharge';
  readonly code = 'record.notInCharge';
}

/** Coverage or reading time of a batch cannot be. Correct them and send the batch again. */
export class RecordTimesInvalid extends Error {
  override readonly name = 'RecordTimesInvalid';
  readonly code = 'record.timesInvalid';
}

/** A batch of a domain's records as its department sends it. `asOf`: when the source was read. */
export type RecordBatch = {
  domain: string;
  asOf: number;
  coverage: Coverage;
  records: { subject: Subject; fields: Readonly<Record<string, unknown>> }[];
};

type Checked = { identity: PersonIdentity; values: JsonValue[] };
type Enrolment = { person: string; put: [StoreKey, StoreValue][] };

const SALT = 16;
const MAX_TIME = 0xffff_ffff; // the contract keeps coverage as u32
/** VRF evaluations between two looks at the event loop, some 4 ms each. */
const EVALUATIONS_IN_A_ROW = 4;

function checkTimes(batch: RecordBatch, tail: TailRow | undefined, now: number): void {
  const { asOf, coverage } = batch;
  const wrong = (detail: string): never => {
    throw new RecordTimesInvalid(detail);
  };
  if (coverage.from > coverage.through) wrong('coverage ends before it begins');
  if (coverage.through > MAX_TIME) wrong('coverage ends after 2106');
  if (coverage.through > asOf) wrong('coverage ends after the source was read');
  if (asOf > now) wrong('the source was read in the future');
  if (tail !== undefined && asOf < tail.asOf) wrong('the source was read before the reading that is there already');
}

function checkRecords(named: NamedDomain, batch: RecordBatch, now: number): Checked[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  const checked = batch.records.map(({ subject, fields }, i): Checked => {
    const identity = identityOf(subject, now);
    const name = `${identity.idType}/${identity.number}`;
    if (seen.has(name)) errors.push({ path: `/records/${i}/subject`, message: 'is in this batch already' });
    seen.add(name);
    const record = checkedFields(named.domain, { fields, number: identity.number, path: `/records/${i}/fields` });
    errors.push(...record.errors);
    return { identity, values: record.values };
  });
  if (errors.length > 0) throw new FieldsInvalid(errors);
  return checked;
}

/** Makes the people known who are not yet, and gives each a place in the map. */
async function enrolAll(deps: RecordDependencies, named: NamedDomain, records: Checked[]): Promise<Enrolment[]> {
  const enrolments: Enrolment[] = [];
  let evaluated = 0;
  for (const { identity } of records) {
    const { person, put } = await deps.vault.enrol(identity);
    const key = personKey(named.id, person);
    if ((await deps.store.get<PersonRow>(key)) !== undefined) {
      enrolments.push({ person, put });
      continue;
    }
    if (++evaluated % EVALUATIONS_IN_A_ROW === 0) await breathe();
    const place = await evaluatePlace(deps, named, identity);
    const sealed = await deps.vault.seal(person, identityContext(named.domain.code), identity);
    const row: PersonRow = { ...place, identity: sealed };
    enrolments.push({ person, put: [...put, [key, row]] });
  }
  return enrolments;
}

/** The event of one record: what the department stated of a person, sealed, with the root that commits to it. */
async function statement(
  deps: RecordDependencies,
  named: NamedDomain,
  commit: CommitRow,
  record: { index: number; person: string; values: JsonValue[] },
): Promise<NewEvent> {
  const { index, person, values } = record;
  const salts = deps.random(values.length * SALT);
  const fields = values.map((value, i) => ({ index: i, value, salt: salts.subarray(i * SALT, (i + 1) * SALT) }));
  const facts: RecordFacts = {
    commit: commit.id,
    index,
    domain: commit.domain,
    asOf: commit.asOf,
    fieldRoot: encodeBase64url(fieldRoot(deps.sha256, named.schemaId, fields)),
  };
  const sealed: SealedRecord = { values, salts: encodeBase64url(salts) };
  return {
    type: 'record.stated',
    v: 1,
    subject: person,
    actor: commit.department,
    facts,
    sealed: await deps.vault.seal(person, recordContext(commit.id, index), sealed),
  };
}

async function build(
  deps: RecordDependencies,
  named: NamedDomain,
  batch: RecordBatch,
  records: Checked[],
): Promise<{ row: CommitRow; commit: Commit }> {
  const { store, clock, random } = deps;
  const enrolments = await enrolAll(deps, named, records);
  const now = clock.now();
  const tail = await store.get<TailRow>(tailKey(named.id));
  checkTimes(batch, tail, now);
  const place = (tail?.place ?? 0) + 1;
  const row: CommitRow = {
    id: uuidv7(now * 1000, random(10)),
    domain: batch.domain,
    department: named.department,
    state: 'accepted',
    asOf: batch.asOf,
    coverage: batch.coverage,
    size: records.length,
    acceptedAt: now,
    place,
    after: (await store.head()).seq,
  };
  const statements = await Promise.all(
    records.map(({ values }, index) =>
      statement(deps, named, row, { index, person: (enrolments[index] as Enrolment).person, values }),
    ),
  );
  const facts = { domain: row.domain, size: row.size, asOf: row.asOf, coverage: row.coverage };
  const accepted: NewEvent = { type: 'records.accepted', v: 1, subject: row.id, actor: row.department, facts };
  const enrolled = enrolments.flatMap(({ put }) => put);
  const nextTail: TailRow = { place, asOf: row.asOf };
  return {
    row,
    commit: {
      // Whoever else enrols one of these people or takes this place meanwhile makes this a conflict.
      expect: [{ key: tailKey(named.id), value: tail }, ...enrolled.map(([key]) => ({ key, value: undefined }))],
      events: [...statements, accepted],
      put: [...enrolled, [tailKey(named.id), nextTail], [commitKey(row.id), row], [queueKey(named.id, place), row.id]],
    },
  };
}

/**
 * Accepts a batch of records: durable and sealed when it returns, committed to the map in the order of acceptance later.
 *
 * @param department who sends it
 * @param also what the caller wants written in the same commit (its idempotency entry)
 * @throws RecordDomainUnknown
 * @throws RecordNotInCharge
 * @throws RecordTimesInvalid
 * @throws SubjectInvalid
 * @throws FieldsInvalid naming every wrong field of every record
 * @throws SignerUnavailable
 * @throws StoreConflict when others wrote in the way: call again
 */
export async function acceptRecords(
  deps: RecordDependencies,
  department: string,
  batch: RecordBatch,
  also: (row: CommitRow) => Commit = () => ({}),
): Promise<CommitRow> {
  const named = domainOf(deps, batch.domain);
  if (named.department !== department) throw new RecordNotInCharge(`${department} is not in charge of ${batch.domain}`);
  const now = deps.clock.now();
  const records = checkRecords(named, batch, now);
  const { row, commit } = await build(deps, named, batch, records);
  const extra = also(row);
  await deps.store.commit({
    expect: [...(commit.expect ?? []), ...(extra.expect ?? [])],
    events: [...(commit.events ?? []), ...(extra.events ?? [])],
    put: [...(commit.put ?? []), ...(extra.put ?? [])],
  });
  return row;
}
