import { issue } from '../certificates.ts';
import { createDomain } from '../records.ts';
import { createRegion, NOW } from '../region.ts';
import { changeStatus } from '../status-history.ts';
import type { Case } from './case.ts';

/** A certificate anchored an hour ago and suspended half an hour ago, asked for as of some time since. */
function asOf(code: string, title: string, seconds: number, brought: boolean): Case {
  return {
    ...{ code, title },
    given(faulty) {
      const region = createRegion();
      const certificate = issue(region);
      const statusHistory = changeStatus(region, certificate, [
        { time: NOW - 1800, changes: [[certificate.index, 2]] },
      ]);
      return {
        region,
        text: certificate.text,
        change: {
          asOf: NOW - (faulty ? seconds : 3000),
          evidence: (bundle) => (faulty && !brought ? bundle : { ...bundle, statusHistory }),
        },
      };
    },
  };
}

export const pastCases: Case[] = [
  asOf('status.suspended', 'after it was suspended', 600, true),
  asOf('status.historyUnproven', 'without the changes of its status', 3000, false),
  asOf('anchor.later', 'before it was anchored', 3630, true),
  {
    code: 'record.pastUnsupported',
    title: 'a record answer as of a day in the past',
    async given(faulty) {
      const region = createRegion();
      const domain = createDomain(region);
      await domain.commit([{ number: '990101199001011234', fields: ['王小明'] }]);
      const text = JSON.stringify(await domain.answer('990101199001011234'));
      return { region, text, change: faulty ? { asOf: NOW - 60 } : {} };
    },
  },
];
