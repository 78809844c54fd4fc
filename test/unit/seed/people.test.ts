import { expect } from 'chai';
import { quartersBefore, monthText } from '../../../scripts/cli/seed/calendar.ts';
import type { Quarter } from '../../../scripts/cli/seed/calendar.ts';
import { ordinaryOrders, specialOrders } from '../../../scripts/cli/seed/certificates.ts';
import { citizenOf } from '../../../scripts/cli/seed/citizens.ts';
import { fundRecord, insuranceRecord } from '../../../scripts/cli/seed/records.ts';
import { certificateTypes, recordDomains, regionOf } from '../../../scripts/start/region-data.ts';
import { birthDateOf, isCitizenId } from '../../../service/domain/citizen-id.ts';
import { checkedClaims } from '../../../service/domain/claims.ts';
import { checkedFields } from '../../../service/domain/record-fields.ts';
import type { RecordDomain } from '../../../service/domain/record-domain.ts';
import { isUscc } from '../../../service/domain/uscc.ts';

const NOW = 1_795_500_000; // 2026-11-24
const REGION = '370500';
/** Pinned: whoever changes the seed's people changes what everybody's examples and guides name. */
const FIRST_NUMBERS = ['990500197808140005', '990500197809200014', '990500197810270028'];
const people = Array.from({ length: 3000 }, (_, n) => citizenOf(REGION, n));

describe('the synthetic people of the seed', () => {
  it('have numbers beginning with 99, valid in every other respect, no two alike', () => {
    for (const { number, birthDate } of people) {
      expect(number).to.match(/^99/);
      expect(isCitizenId(number, NOW), number).to.equal(true);
      expect(birthDateOf(number, NOW)).to.equal(birthDate);
    }
    expect(new Set(people.map(({ number }) => number)).size).to.equal(people.length);
  });

  it('are no two alike however many, and others in the other city', () => {
    const far = [16_000, 32_000, 500_000, 1_000_000].flatMap((n) => [
      citizenOf(REGION, n),
      citizenOf(REGION, n + 15_991),
    ]);
    expect(new Set([...people, ...far].map(({ number }) => number)).size).to.equal(people.length + far.length);
    expect(citizenOf('370100', 0).number).to.not.equal(people[0]?.number);
  });

  it('have clearly synthetic names, rare characters and names of minorities among them', () => {
    const names = people.slice(0, 200).map(({ name }) => name);
    for (const name of names) expect(name).to.match(/^示例·/u);
    expect(new Set(names).size).to.equal(names.length);
    expect(names.some((name) => /\p{Script=Han}/u.test(name) && [...name].some((one) => one.length === 2))).to.equal(
      true,
    );
    expect(names.filter((name) => name.split('·').length > 2).length).to.be.greaterThan(3);
    expect(new Set(people.slice(0, 200).map(({ nation }) => nation)).size).to.be.greaterThan(5);
  });

  it('have the sex that the number says', () => {
    for (const { number, sex } of people) expect(sex).to.equal(Number(number.charAt(16)) % 2 === 1 ? '男' : '女');
  });

  it('are the same every time', () => {
    expect(citizenOf(REGION, 0)).to.deep.equal({
      n: 0,
      number: people[0]?.number,
      name: '示例·甲子',
      sex: '女',
      nation: '汉族',
      birthDate: people[0]?.birthDate,
    });
    expect(people.slice(0, 3).map(({ number }) => number)).to.deep.equal(FIRST_NUMBERS);
  });
});

describe('the schedule of the seed', () => {
  it('is the eight quarters that were over, in China’s calendar, each read as it closed', () => {
    const quarters = quartersBefore(NOW);
    expect(quarters.map(({ end }) => monthText(end - 1))).to.deep.equal([
      '2024-12',
      '2025-03',
      '2025-06',
      '2025-09',
      '2025-12',
      '2026-03',
      '2026-06',
      '2026-09',
    ]);
    for (const { from, through, asOf } of quarters) {
      expect(from).to.equal(Date.UTC(2024, 8, 30, 16) / 1000);
      expect([through < asOf, asOf <= NOW]).to.deep.equal([true, true]);
    }
  });

  it('changes at the first moment of a quarter in China', () => {
    const turn = Date.UTC(2026, 8, 30, 16) / 1000;
    expect(monthText((quartersBefore(turn - 1).at(-1) as Quarter).end - 1)).to.equal('2026-06');
    expect(monthText((quartersBefore(turn).at(-1) as Quarter).end - 1)).to.equal('2026-09');
  });
});

describe('the records of the seed', () => {
  const place = {
    region: REGION,
    city: '东营市',
    office: { uscc: '12370500999900011F', name: '东营市住房公积金管理中心' },
  };
  const domainOf = (code: string) => recordDomains.find((domain) => domain.code === code) as RecordDomain;

  it('fit their schemas in every quarter, and a request of eighty fits a body', () => {
    for (const [code, make] of [
      ['housing-fund', fundRecord],
      ['social-insurance', insuranceRecord],
    ] as const) {
      for (const quarter of quartersBefore(NOW)) {
        const records = people.slice(0, 80).map((citizen) => make(place, citizen, quarter));
        records.forEach((record, n) => {
          if (record === undefined) return;
          const number = people[n]?.number ?? '';
          expect(checkedFields(domainOf(code), { fields: record.fields, number, path: '' }).errors).to.deep.equal([]);
        });
        expect(JSON.stringify(records).length).to.be.below(250_000);
      }
    }
  });

  it('grow by the months of a quarter, with the ledger so far', () => {
    const ledgers = quartersBefore(NOW).map((quarter) => {
      const record = fundRecord(place, citizenOf(REGION, 0), quarter);
      return (record?.fields['ledger'] as { month: string }[]).map(({ month }) => month);
    });
    expect(ledgers.map(({ length }) => length)).to.deep.equal([3, 6, 9, 12, 15, 18, 21, 24]);
    expect(ledgers[7]?.slice(0, 3)).to.deep.equal(ledgers[0]);
  });

  it('leave some people out of either domain', () => {
    const [last] = quartersBefore(NOW).slice(-1) as [Quarter];
    const without = (make: typeof fundRecord) =>
      people.slice(0, 200).filter((one) => make(place, one, last) === undefined);
    expect(without(fundRecord).length).to.be.within(5, 30);
    expect(without(insuranceRecord).length).to.be.within(5, 30);
  });
});

describe('the certificates of the seed', () => {
  const plan = {
    region: regionOf('dongying'),
    digits: REGION,
    quarter: quartersBefore(NOW).at(-1) as Quarter,
    now: NOW,
  };
  const orders = [...Object.values(specialOrders(plan, 200)), ...ordinaryOrders(plan, 0, 200)];

  it('are between 100 and 200, of all eleven types, each by the department in charge', () => {
    expect(orders.length).to.be.within(100, 200);
    expect(new Set(orders.map(({ body }) => body.type)).size).to.equal(11);
    for (const { department, body } of orders) {
      const owner = certificateTypes.find(({ code }) => code === body.type)?.owner;
      expect(plan.region.departments.find(({ uscc }) => uscc === department)?.kind).to.equal(owner);
    }
  });

  it('fit their types and have a key of their own', () => {
    for (const { body } of orders) {
      const type = certificateTypes.find(({ code }) => code === body.type);
      expect(() =>
        checkedClaims(type as (typeof certificateTypes)[number], body.claims, body.subject.number),
      ).to.not.throw();
    }
    expect(new Set(orders.map(({ key }) => key)).size).to.equal(orders.length);
    const licence = orders.find(({ body }) => body.type === 'business-licence')?.body.claims;
    expect(isUscc(String(licence?.['uscc']))).to.equal(true);
  });

  it('are the same when the seed runs again or is larger, so that nothing is issued twice', () => {
    expect([...ordinaryOrders(plan, 0, 50), ...ordinaryOrders(plan, 50, 200)]).to.deep.equal(
      ordinaryOrders(plan, 0, 200),
    );
  });

  it('give the first person one of each type', () => {
    const own = orders.filter(({ body }) => body.subject.number === people[0]?.number).map(({ body }) => body.type);
    expect(own.sort()).to.deep.equal(certificateTypes.map(({ code }) => code).sort());
  });
});
