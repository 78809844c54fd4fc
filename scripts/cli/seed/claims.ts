import { organisationCodeCheck, usccCheck } from '../../../service/domain/uscc.ts';
import { dayText, monthText } from './calendar.ts';
import type { Quarter } from './calendar.ts';
import type { Citizen } from './citizens.ts';
import { digits, pick, roll } from './dice.ts';
import { employmentOf } from './records.ts';

/** What claims are made of: the region, its city's name, the person, the last closed quarter, the day of the seed. */
export type ClaimSource = {
  region: string;
  city: string;
  citizen: Citizen;
  /** Another person, for what two are in. */
  other: Citizen;
  quarter: Quarter;
  /** Unix seconds. */
  now: number;
  /** Names of offices by kind. */
  office(kind: string): { uscc: string; name: string };
};

const DAY = 86_400;
const LOANS = { none: '无', oneSettled: '一次已清', severalSettled: '两次以上已清', outstanding: '未清' } as const;

const yuan = (value: number): number => Math.round(value * 100) / 100;

/** A synthetic credit code of an enterprise with right check characters (GB 32100, GB 11714). */
function enterpriseCode(region: string, n: number): string {
  const organisation = `99980${String(n % 1000).padStart(3, '0')}`;
  const first17 = `91${region}${organisation}${organisationCodeCheck(organisation)}`;
  return `${first17}${usccCheck(first17)}`;
}

function fund({ region, city, citizen, quarter, office }: ClaimSource) {
  const work = employmentOf(region, citizen, city);
  const monthly = yuan((work.base * work.rate * 2) / 100);
  const months = 24 + work.monthsBefore;
  return {
    common: {
      employer: work.employer,
      account: work.account,
      accountStatus: work.sealed ? '封存' : '正常',
      depositBase: work.base,
      monthlyDeposit: monthly,
      balance: yuan(monthly * months * 0.6),
      paidThrough: monthText(quarter.end - 1),
      consecutiveMonths: months,
      loanRecord: LOANS[work.loan],
    },
    rate: work.rate,
    firstMonth: monthText(quarter.first - work.monthsBefore),
    centre: office('housing-fund'),
  };
}

type Claims = Record<string, unknown>;

/** Claims of each type, by its code. Names and numbers are the caller's. */
const makers: Record<string, (source: ClaimSource) => Claims> = {
  'housing-fund-deposit': (source) => {
    const { common, rate, firstMonth } = fund(source);
    return { ...common, employerRate: rate, personalRate: rate, openedOn: `${firstMonth}-01` };
  },
  'housing-fund-offsite-loan': (source) => {
    const { common, firstMonth, centre } = fund(source);
    return {
      ...common,
      firstMonth,
      centre: centre.name,
      centreCode: centre.uscc,
      handler: '示例·经办员',
      phone: '0000-0000000',
    };
  },
  'social-insurance-participation': ({ region, city, citizen, quarter, office }) => {
    const work = employmentOf(region, citizen, city);
    const insured = { pension: '参保缴费', medical: '参保缴费', unemployment: '参保缴费' };
    return {
      employer: work.employer,
      ...insured,
      injury: '参保缴费',
      maternity: '参保缴费',
      firstMonth: monthText(quarter.first - work.monthsBefore),
      paidThrough: monthText(quarter.end - 1),
      totalMonths: 24 + work.monthsBefore,
      consecutiveMonths: 24 + work.monthsBefore,
      agency: office('human-resources').name,
      checkCode: digits(`${region}/${citizen.n}/participation`, 12),
    };
  },
  'real-estate-title': ({ region, city, citizen, now }) => ({
    unitNumber: `${region}999999GB99999F${String(citizen.n).padStart(8, '0')}`,
    location: `${city}示例区示范路${1 + roll(`${region}/${citizen.n}/street`, 300)}号`,
    ownership: pick(`${region}/${citizen.n}/ownership`, ['单独所有', '共同共有', '按份共有']),
    right: '国有建设用地使用权/房屋所有权',
    use: '住宅',
    area: 60 + roll(`${region}/${citizen.n}/area`, 9000) / 100,
    registeredOn: dayText(now - (200 + roll(`${region}/${citizen.n}/registered`, 3000)) * DAY),
  }),
  'no-housing': ({ city, now }) => ({
    area: city,
    coverageFrom: '1999-01-01',
    searchedOn: dayText(now),
    result: '未查询到不动产登记',
  }),
  'marriage-certificate': ({ region, citizen, other, now, office }) => ({
    spouse: other.name,
    spouseNumber: other.number,
    registrationNumber: `J${region}-9999-${String(citizen.n).padStart(6, '0')}`,
    registeredOn: dayText(now - (100 + roll(`${region}/${citizen.n}/wedding`, 5000)) * DAY),
    office: office('civil-affairs').name,
  }),
  'residence-permit': ({ region, city, citizen, office }) => ({
    sex: citizen.sex,
    nation: citizen.nation,
    birthDate: citizen.birthDate,
    residence: `${city}示例区安居路${1 + roll(`${region}/${citizen.n}/residence`, 400)}号`,
    permitNumber: `99${region}${String(citizen.n).padStart(8, '0')}`,
    issuedBy: office('public-security').name,
  }),
  'birth-certificate': ({ region, citizen, now }) => ({
    childName: `${citizen.name}之子`,
    childSex: pick(`${region}/${citizen.n}/child`, ['男', '女']),
    childBirthDate: dayText(now - (30 + roll(`${region}/${citizen.n}/birth`, 2000)) * DAY),
    gestationWeeks: 37 + roll(`${region}/${citizen.n}/weeks`, 5),
    birthWeight: 2600 + roll(`${region}/${citizen.n}/weight`, 140) * 10,
    institution: '示例市妇幼保健院',
    certificateNumber: `X99${String(citizen.n).padStart(7, '0')}`,
  }),
  'business-licence': ({ region, city, citizen, now }) => ({
    enterprise: employmentOf(region, citizen, city).employer,
    uscc: enterpriseCode(region, citizen.n),
    enterpriseType: '有限责任公司（自然人独资）',
    capital: (1 + roll(`${region}/${citizen.n}/capital`, 50)) * 100_000,
    establishedOn: dayText(now - (300 + roll(`${region}/${citizen.n}/established`, 4000)) * DAY),
    businessAddress: `${city}示例区创业路${1 + roll(`${region}/${citizen.n}/business`, 200)}号`,
    scope: '示例：软件开发；信息技术咨询服务；企业管理咨询。',
  }),
  'professional-title': ({ region, citizen, now }) => ({
    speciality: pick(`${region}/${citizen.n}/speciality`, ['信息技术', '石油工程', '土木建筑', '农业技术', '会计']),
    title: pick(`${region}/${citizen.n}/title`, ['工程师', '高级工程师', '助理工程师']),
    level: pick(`${region}/${citizen.n}/level`, ['初级', '中级', '副高级', '正高级']),
    approvedOn: dayText(now - (100 + roll(`${region}/${citizen.n}/approved`, 3000)) * DAY),
    certificateNumber: `ZC99-${String(citizen.n).padStart(6, '0')}`,
  }),
  'employment-registration': ({ region, city, citizen, now, office }) => ({
    sex: citizen.sex,
    employer: employmentOf(region, citizen, city).employer,
    employerCode: enterpriseCode(region, citizen.n),
    position: pick(`${region}/${citizen.n}/position`, ['技术员', '会计', '教师', '护士', '司机']),
    employmentForm: pick(`${region}/${citizen.n}/form`, ['单位就业', '灵活就业', '自主创业']),
    startedOn: dayText(now - (400 + roll(`${region}/${citizen.n}/started`, 3000)) * DAY),
    contractUntil: dayText(now + (200 + roll(`${region}/${citizen.n}/until`, 1000)) * DAY),
    monthlyWage: 3000 + roll(`${region}/${citizen.n}/wage`, 900) * 10,
    registrationNumber: `JY99-${String(citizen.n).padStart(6, '0')}`,
    issuedBy: office('human-resources').name,
  }),
};

/** The claims of a certificate of this type, its holder's name included. @throws RangeError for a type unknown here */
export function claimsOf(type: string, source: ClaimSource): Claims {
  const make = makers[type];
  if (make === undefined) throw new RangeError(`the seed knows no claims of ${type}`);
  return { name: source.citizen.name, ...make(source) };
}
