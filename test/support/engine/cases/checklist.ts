import { readFileSync } from 'node:fs';
import { reasons } from '../../../../service/verify/index.ts';
import { archiveCases } from '../archives.ts';
import { allCases } from './all.ts';

/** What each reason code is produced by: titles of cases, or `NO_FAULT`. */
export type CaseChecklist = Record<string, string[]>;

export const CHECKLIST = new URL('reason-cases.json', import.meta.url).pathname;

/** Of codes that say that nothing is wrong or to be done: any case without its fault, or of another check, has them. */
const NO_FAULT = 'cases of other codes';
const needsNoCase = (code: string): boolean =>
  /\.(?:passed|notApplicable|present|absent|satisfied|requirementUnmet)$/.test(code);

/**
 * The checklist of the cases as they are now.
 *
 * @throws Error when a code of the table has no case
 */
export function checklistOf(): CaseChecklist {
  const titles = [...allCases, ...archiveCases.map(({ code, title }) => ({ code, title: `an archive ${title}` }))];
  return Object.fromEntries(
    reasons.map(({ code }) => {
      const own = titles.filter((one) => one.code === code).map(({ title }) => title);
      if (own.length === 0 && !needsNoCase(code)) throw new Error(`no case for ${code}`);
      return [code, own.length > 0 ? own : [NO_FAULT]];
    }),
  );
}

export const readChecklist = (): CaseChecklist => JSON.parse(readFileSync(CHECKLIST, 'utf8')) as CaseChecklist;
