import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from '../../domain/person-identity.ts';
import type { Subject } from '../../domain/person-identity.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import type { PersonIdentity } from '../../ports/person-vault.ts';
import { StoreConflict } from '../../ports/store.ts';
import type { NewEvent } from '../../ports/store.ts';
import type { Caller } from '../../ports/tokens.ts';
import type { RecordAnswer, Verdict } from '../../verify/types.ts';
import { basisInWords, whoLooked } from './accesses.ts';
import type { Access, Basis } from './accesses.ts';
import type { RecordDependencies } from './dependencies.ts';
import { domainOf } from './domain-of.ts';
import type { NamedDomain } from './domain-of.ts';
import { evaluatePlace } from './person-place.ts';
import { recordAnswer } from './record-answer.ts';
import { accessContext, accessKey, identityContext, personKey } from './rows.ts';
import type { AccessRow, PersonRow, Place } from './rows.ts';

/** The domain's schema has no field of that name. Ask for fields that GET /v1/types lists. */
export class RecordFieldUnknown extends Error {
  override readonly name = 'RecordFieldUnknown';
  readonly code = 'record.fieldUnknown';
}

/** A citizen asks for another person's record, or without being the holder. */
export class NotYourRecord extends Error {
  override readonly name = 'NotYourRecord';
  readonly code = 'auth.notYours';
}

/** The token was given for one matter, and this query is of another. Ask in the token's own case. */
export class OtherCase extends Error {
  override readonly name = 'OtherCase';
  readonly code = 'auth.notYours';
}

/** `fields` absent: all of them; empty: presence or absence alone. */
export type RecordQuery = { domain: string; subject: Subject; fields?: readonly string[]; basis: Basis; case: string };

/** An answer together with what the region's own engine says of it, from the chain. */
export type VerifiedAnswer = { answer: RecordAnswer; verdict: Verdict };

export type QueryDependencies = RecordDependencies & {
  /** Verifies an artefact against the home chain, as anyone would. */
  verify(artefact: string): Promise<Verdict>;
};

const ATTEMPTS = 5;
const RETRY_FOR_MS = 2500;
const RETRY_EVERY_MS = 150;

function fieldNames({ domain }: NamedDomain, wanted: readonly string[] | undefined): string[] {
  const all = Object.keys(domain.fields);
  const foreign = wanted?.find((name) => !all.includes(name));
  if (foreign !== undefined) throw new RecordFieldUnknown(`${domain.code} has no field ${foreign}`);
  return wanted === undefined ? all : [...wanted];
}

async function placeOf(
  deps: RecordDependencies,
  named: NamedDomain,
  identity: PersonIdentity,
  person: string | undefined,
): Promise<Place> {
  const row = person && (await deps.store.get<PersonRow>(personKey(named.id, person)));
  return row || evaluatePlace(deps, named, identity);
}

/** Writes who looked and why: an event, and a line the citizen reads, for people without a record as well. */
async function logAccess(
  deps: RecordDependencies,
  caller: Caller,
  query: RecordQuery,
  facts: { identity: PersonIdentity; named: NamedDomain; names: string[]; answer: RecordAnswer },
): Promise<void> {
  const { named, names, answer } = facts;
  const found = answer.leaf !== undefined;
  for (let attempt = 1; ; attempt++) {
    const now = deps.clock.now();
    const { person, put } = await deps.vault.enrol(facts.identity);
    const id = uuidv7(now * 1000, deps.random(10));
    const opened = found ? names.map((name) => named.domain.fields[name]) : [];
    const { zh, en } = named.domain.name;
    const access: Access = {
      at: now,
      who: whoLooked(deps.region, caller),
      role: caller.role,
      basis: basisInWords(query.basis),
      case: query.case,
      what: found
        ? {
            zh: `${zh}：${opened.map((field) => field?.zh).join('、') || '仅查有无'}`,
            en: `${en}: ${opened.map((field) => field?.en).join(', ') || 'presence only'}`,
          }
        : { zh: `${zh}：查无记录`, en: `${en}: no record found` },
    };
    const sealed = await deps.vault.seal(person, accessContext(id), access);
    const event: NewEvent = {
      type: 'record.queried',
      v: 1,
      subject: person,
      actor: caller.subject,
      basis: query.basis.kind,
      case: query.case,
      facts: { access: id, domain: query.domain, role: caller.role, found, fields: names, epoch: answer.epoch ?? 0 },
      sealed,
    };
    const row: AccessRow = { sealed };
    try {
      await deps.store.commit({
        expect: put.map(([key]) => ({ key, value: undefined })),
        events: [event],
        put: [...put, [accessKey(person, id), row]],
      });
      return;
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

const isBetweenRoots = ({ codes }: Verdict): boolean =>
  codes.includes('record.outdated') || codes.includes('record.ahead');

/**
 * An answer and its verdict. For a moment after a commit the chain has a root that the map here has not reached, or the
 * evidence at hand is of the root before; both pass by themselves, so it is tried again for a while.
 */
async function verified(deps: QueryDependencies, make: () => Promise<RecordAnswer>): Promise<VerifiedAnswer> {
  const until = performance.now() + RETRY_FOR_MS;
  for (;;) {
    const answer = await make();
    const verdict = await deps.verify(JSON.stringify(answer));
    if (!isBetweenRoots(verdict) || performance.now() > until) return { answer, verdict };
    await sleep(RETRY_EVERY_MS);
  }
}

/**
 * Answers a query about a person's record with a proof of presence or absence. That somebody looked, who, why and in which
 * case is durable before the answer leaves.
 *
 * @throws RecordDomainUnknown, RecordFieldUnknown, SubjectInvalid, NotYourRecord, OtherCase, SignerUnavailable
 */
export async function queryRecords(
  deps: QueryDependencies,
  caller: Caller,
  query: RecordQuery,
): Promise<VerifiedAnswer> {
  if (caller.case !== undefined && caller.case !== query.case)
    throw new OtherCase('the token is bound to another case');
  const named = domainOf(deps, query.domain);
  const names = fieldNames(named, query.fields);
  const identity = identityOf(query.subject, deps.clock.now());
  const person = await deps.vault.find(identity);
  if (caller.role === 'citizen' && (person !== caller.subject || query.basis.kind !== 'holder')) {
    throw new NotYourRecord('a citizen asks for their own record, as its holder');
  }
  const place = await placeOf(deps, named, identity, person);
  const result = await verified(deps, () => recordAnswer(deps, named, { identity, place }, names));
  await logAccess(deps, caller, query, { identity, named, names, answer: result.answer });
  return result;
}

/**
 * All records of a citizen who looks at them: one answer per domain that knows them, all fields opened. A look at one's own
 * data is no access by others and is not logged.
 */
export async function ownRecords(
  deps: QueryDependencies,
  person: string,
): Promise<({ domain: string } & VerifiedAnswer)[]> {
  const found: ({ domain: string } & VerifiedAnswer)[] = [];
  for (const { code, fields } of deps.domains) {
    const names = Object.keys(fields);
    if (names.length === 0) continue;
    const named = domainOf(deps, code);
    const place = await deps.store.get<PersonRow>(personKey(named.id, person));
    if (place === undefined) continue;
    const identity = await deps.vault.open<PersonIdentity>(person, identityContext(code), place.identity);
    const result = await verified(deps, () => recordAnswer(deps, named, { identity, place }, names));
    found.push({ domain: code, ...result });
  }
  return found;
}
