import { certificateTypes } from '../../start/region-data.ts';
import type { RegionData } from '../../start/region-data.ts';
import type { Quarter } from './calendar.ts';
import { citizenOf } from './citizens.ts';
import { claimsOf } from './claims.ts';

/** A certificate the seed asks for. `key` names it for ever, whatever the size of the seed. */
export type CertificateOrder = {
  key: string;
  department: string;
  body: {
    type: string;
    subject: { idType: 'citizen-id'; number: string };
    claims: Record<string, unknown>;
    validFrom: number;
    validUntil?: number;
  };
};

/** Certificates whose status the seed changes, or whose time is over: one of each. */
export type SpecialOrders = {
  valid: CertificateOrder;
  revoked: CertificateOrder;
  suspended: CertificateOrder;
  expired: CertificateOrder;
  superseded: CertificateOrder;
  replacement: CertificateOrder;
};

const DAY = 86_400;
/** The first people hold two certificates each, those after them every fifth one. */
const WELL_PROVIDED = 40;

export type CertificatePlan = { region: RegionData; digits: string; quarter: Quarter; now: number };

function order(
  plan: CertificatePlan,
  n: number,
  type: string,
  kept: Partial<CertificateOrder['body']> & { as: string },
) {
  const { region, digits, quarter, now } = plan;
  const { as, ...body } = kept;
  const owner = certificateTypes.find(({ code }) => code === type)?.owner ?? '';
  const officeOf = (kind: string): { uscc: string; name: string } => {
    const found = region.departments.find((department) => department.kind === kind);
    if (found === undefined) throw new RangeError(`${region.id} has no department of kind ${kind}`);
    return { uscc: found.uscc, name: found.name.zh };
  };
  const citizen = citizenOf(digits, n);
  const source = { region: digits, city: region.name.zh, citizen, other: citizenOf(digits, n + 1), quarter, now };
  return {
    key: `seed-1-${region.id}-${as}-${n}-${type}`,
    department: officeOf(owner).uscc,
    body: {
      type,
      subject: { idType: 'citizen-id' as const, number: citizen.number },
      claims: claimsOf(type, { ...source, office: officeOf }),
      // Fixed, so that the request is the same when the seed is run again.
      validFrom: now - 3600,
      ...body,
    },
  };
}

/** The certificates whose names the example files bear. People take turns when there are few. */
export function specialOrders(plan: CertificatePlan, citizens: number): SpecialOrders {
  const { now } = plan;
  const person = (n: number): number => n % citizens;
  return {
    valid: order(plan, person(0), 'housing-fund-deposit', { as: 'valid' }),
    revoked: order(plan, person(1), 'professional-title', { as: 'revoked' }),
    suspended: order(plan, person(2), 'residence-permit', { as: 'suspended' }),
    expired: order(plan, person(3), 'housing-fund-offsite-loan', { as: 'expired', validFrom: now - 200 * DAY }),
    superseded: order(plan, person(4), 'business-licence', { as: 'superseded', validFrom: now - 30 * DAY }),
    replacement: order(plan, person(4), 'business-licence', { as: 'replacement' }),
  };
}

/** What everyone else in the seed from `first` to `end` holds: the first person one of each type, the others some. */
export function ordinaryOrders(plan: CertificatePlan, first: number, end: number): CertificateOrder[] {
  const codes = certificateTypes.map(({ code }) => code);
  const typesOf = (n: number): string[] => {
    if (n === 0) return codes.filter((code) => code !== 'housing-fund-deposit');
    const own = codes[n % codes.length] as string;
    if (n < WELL_PROVIDED)
      return [own, codes[(n * 3 + 1) % codes.length] as string].filter((code, i, all) => all.indexOf(code) === i);
    return n % 5 === 0 ? [own] : [];
  };
  const people = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
  return people.flatMap((n) => typesOf(n).map((type) => order(plan, n, type, { as: 'held' })));
}
