import data from '../../data/set-findings.json' with { type: 'json' };
import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import { isObject } from '../artefact/strict-json.ts';
import type { Verdict } from '../types.ts';

type Code = 'otherPerson' | 'nameDiffers' | 'monthsDiffer' | 'employerDiffers' | 'periodsOverlap' | 'repeated';

/** Something that a person should look at before relying on several items together. It changes no verdict. */
export type SetFinding = {
  code: `set.${Code}`;
  /** Indices of the items concerned. */
  items: number[];
  zh: { meaning: string; next: string };
  en: { meaning: string; next: string };
};

/** What is compared, as far as it was disclosed. Months are YYYY-MM; periods in Unix seconds, `until` not included. */
type Facts = {
  index: number;
  number: string | undefined;
  name: string | undefined;
  employer: string | undefined;
  kind: 'housing-fund' | 'social-insurance' | undefined;
  paidThrough: string | undefined;
  licence: string | undefined;
  type: string | undefined;
  period: { from: number; until: number } | undefined;
};

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** Last segment but the version: `housing-fund-deposit` of a vct, `housing-fund` of a domain. */
function kindOf(uri: string | undefined): Facts['kind'] {
  const code = /\/(?:types|domains)\/([a-z-]+)/.exec(uri ?? '')?.[1];
  if (code?.startsWith('housing-fund')) return 'housing-fund';
  return code?.startsWith('social-insurance') ? 'social-insurance' : undefined;
}

function factsOf(claims: JsonObject, index: number): Facts {
  const subject = isObject(claims['subject']) ? claims['subject'] : {};
  const fields = isObject(claims['fields']) ? claims['fields'] : claims;
  const type = textOf(claims['vct']);
  const { nbf, exp } = claims;
  const pension = isObject(fields['pension']) ? fields['pension'] : {};
  return {
    index,
    number: textOf(fields['number']) ?? textOf(subject['number']),
    name: textOf(fields['name']),
    employer: textOf(fields['employer']),
    kind: kindOf(type ?? textOf(claims['domain'])),
    paidThrough: textOf(fields['paidThrough']) ?? textOf(pension['through']),
    licence: textOf(claims['licence']),
    type,
    // Certificates without end (titles, licences of several firms) may well stand side by side.
    period: typeof nbf === 'number' && typeof exp === 'number' ? { from: nbf, until: exp } : undefined,
  };
}

function finding(code: Code, items: readonly Facts[]): SetFinding {
  const entry = data.find((one) => one.code === `set.${code}`);
  if (entry === undefined) throw new TypeError(`no finding set.${code}`);
  return { code: `set.${code}`, items: items.map(({ index }) => index), zh: entry.zh, en: entry.en };
}

const distinct = <T>(values: readonly (T | undefined)[]): number =>
  new Set(values.filter((value) => value !== undefined)).size;

function groups(facts: readonly Facts[], key: (one: Facts) => string | undefined): Facts[][] {
  const found = new Map<string, Facts[]>();
  for (const one of facts) {
    const name = key(one);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), one]);
  }
  return [...found.values()];
}

/** Findings about what one person's items say of contributions. */
function contributions(items: readonly Facts[]): SetFinding[] {
  const housing = items.filter(({ kind }) => kind === 'housing-fund');
  const insurance = items.filter(({ kind }) => kind === 'social-insurance');
  if (housing.length === 0 || insurance.length === 0) return [];
  const both = [...housing, ...insurance];
  return [
    ...(distinct(both.map(({ paidThrough }) => paidThrough)) > 1 ? [finding('monthsDiffer', both)] : []),
    ...(distinct(both.map(({ employer }) => employer)) > 1 ? [finding('employerDiffers', both)] : []),
  ];
}

function overlaps(items: readonly Facts[]): SetFinding[] {
  const found: SetFinding[] = [];
  for (const [i, a] of items.entries()) {
    for (const b of items.slice(i + 1)) {
      if (a.period === undefined || b.period === undefined || a.licence === b.licence) continue;
      if (a.period.from < b.period.until && b.period.from < a.period.until)
        found.push(finding('periodsOverlap', [a, b]));
    }
  }
  return found;
}

/**
 * What does not fit between items that are each valid: other people, names, months paid, employers, overlapping periods,
 * one certificate twice. Items that are not valid, or disclose nothing to compare, are left out.
 *
 * @param verdicts in the order of the items
 */
export function crossCheck(verdicts: readonly Pick<Verdict, 'verdict' | 'claims'>[]): SetFinding[] {
  const facts = verdicts.flatMap(({ verdict, claims }, index) =>
    verdict === 'valid' && claims !== undefined ? [factsOf(claims, index)] : [],
  );
  const known = facts.filter(({ number }) => number !== undefined);
  const people = groups(known, ({ number }) => number);
  return [
    ...(people.length > 1 ? [finding('otherPerson', known)] : []),
    ...people.flatMap((items) => (distinct(items.map(({ name }) => name)) > 1 ? [finding('nameDiffers', items)] : [])),
    ...people.flatMap(contributions),
    ...people.flatMap((items) => groups(items, ({ type }) => type).flatMap(overlaps)),
    ...groups(facts, ({ licence }) => licence).flatMap((items) =>
      items.length > 1 ? [finding('repeated', items)] : [],
    ),
  ];
}
