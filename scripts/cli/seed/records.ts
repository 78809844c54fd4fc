import { monthStart, monthText } from './calendar.ts';
import type { Quarter } from './calendar.ts';
import type { Citizen } from './citizens.ts';
import { digits, pick, roll } from './dice.ts';

const EMPLOYERS = ['机械', '石油装备', '软件', '建材', '纺织', '食品', '物流', '医疗器械', '教育科技', '环保工程'];
/** Some people are in no fund and some in no insurance: absence is an answer that is needed every day. */
const WITHOUT_FUND = 17;
const WITHOUT_INSURANCE = 23;
const MAX_LEDGER_MONTHS = 24;

export type RecordBody = { subject: { idType: 'citizen-id'; number: string }; fields: Record<string, unknown> };
export type RecordDomainCode = 'housing-fund' | 'social-insurance';

/** An office as records and certificates name it. */
export type Office = { uscc: string; name: string };

const yuan = (value: number): number => Math.round(value * 100) / 100;

/** What follows from who someone is, in every record and certificate alike. */
export function employmentOf(region: string, { n }: Citizen, city: string) {
  const name = (what: string): string => `${region}/${n}/${what}`;
  return {
    employer: `示例${city}${pick(name('employer'), EMPLOYERS)}有限公司`,
    account: `99${region}${String(n).padStart(8, '0')}`,
    base: 4200 + roll(name('base'), 180) * 100,
    rate: pick(name('rate'), [5, 8, 10, 12]),
    /** Months before the two years in which paying began; a few began within them, counted from their start. */
    monthsBefore: roll(name('before'), 120),
    startedLate: n % 13 === 5 ? 1 + roll(name('late'), 18) : 0,
    /** A month of the two years that was paid late. */
    late: n % 7 === 2 ? roll(name('month-late'), 24) : -1,
    loan: pick(name('loan'), ['none', 'none', 'oneSettled', 'outstanding', 'severalSettled'] as const),
    sealed: n % 29 === 11,
  };
}

export function isInFund({ n }: Citizen): boolean {
  return n % WITHOUT_FUND !== WITHOUT_FUND - 1;
}

export function isInsured({ n }: Citizen): boolean {
  return n % WITHOUT_INSURANCE !== WITHOUT_INSURANCE - 1;
}

/** The months of the two years that a person has paid by the end of a quarter; empty before their first. */
function paidMonths(quarter: Quarter, startedLate: number): number[] {
  const from = quarter.first + startedLate;
  return Array.from({ length: Math.max(0, quarter.end - from) }, (_, i) => from + i).slice(-MAX_LEDGER_MONTHS);
}

type Place = { region: string; city: string; office: Office };

/** The housing-fund record of a person as of a quarter, with the months' ledger; undefined while there is none. */
export function fundRecord(place: Place, citizen: Citizen, quarter: Quarter): RecordBody | undefined {
  const work = employmentOf(place.region, citizen, place.city);
  const months = paidMonths(quarter, work.startedLate);
  if (!isInFund(citizen) || months.length === 0) return undefined;
  const firstMonth = work.startedLate > 0 ? quarter.first + work.startedLate : quarter.first - work.monthsBefore;
  const share = yuan((work.base * work.rate) / 100);
  const paid = quarter.end - firstMonth;
  return {
    subject: { idType: 'citizen-id', number: citizen.number },
    fields: {
      name: citizen.name,
      employer: work.employer,
      account: work.account,
      accountStatus: work.sealed ? '02' : '01',
      depositBase: work.base,
      employerRate: work.rate,
      personalRate: work.rate,
      monthlyDeposit: yuan(share * 2),
      balance: yuan(share * 2 * paid * 0.6),
      openedOn: new Date((monthStart(firstMonth) + 8 * 3600) * 1000).toISOString().slice(0, 10),
      firstMonth: monthText(firstMonth),
      paidThrough: monthText(quarter.end - 1),
      consecutiveMonths: paid,
      loanRecord: work.loan,
      centre: place.office.name,
      centreCode: place.office.uscc,
      ledger: months.map((month) => ({
        month: monthText(month),
        base: work.base,
        employer: share,
        personal: share,
        status: month - quarter.first === work.late ? 'late' : 'paid',
      })),
    },
  };
}

/** The social-insurance record of a person as of a quarter, with the ledger of the last 24 months. */
export function insuranceRecord(place: Place, citizen: Citizen, quarter: Quarter): RecordBody | undefined {
  const work = employmentOf(place.region, citizen, place.city);
  const months = paidMonths(quarter, work.startedLate);
  if (!isInsured(citizen) || months.length === 0) return undefined;
  const firstMonth = work.startedLate > 0 ? quarter.first + work.startedLate : quarter.first - work.monthsBefore;
  const total = quarter.end - firstMonth;
  const insurance = {
    status: 'insured',
    from: monthText(firstMonth),
    through: monthText(quarter.end - 1),
    totalMonths: total,
    consecutiveMonths: total,
  };
  return {
    subject: { idType: 'citizen-id', number: citizen.number },
    fields: {
      name: citizen.name,
      employer: work.employer,
      pension: insurance,
      medical: insurance,
      unemployment: insurance,
      injury: insurance,
      maternity: insurance,
      agency: place.office.name,
      checkCode: digits(`${place.region}/${citizen.n}/${quarter.end}/check`, 12),
      ledger: months.map((month) => ({
        month: monthText(month),
        base: work.base,
        personal: yuan(work.base * 0.105),
        status: month - quarter.first === work.late ? 'late' : 'paid',
      })),
    },
  };
}
