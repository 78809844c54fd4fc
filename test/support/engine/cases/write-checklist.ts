import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { CHECKLIST, checklistOf, readChecklist } from './checklist.ts';

// node test/support/engine/cases/write-checklist.ts [--lose]: writes reason-cases.json. A case that it knows and that is there no
// more is refused, unless it is said that it may go.

const checklist = checklistOf();
const lost = Object.entries(readChecklist()).flatMap(([code, titles]) =>
  titles.filter((title) => checklist[code]?.includes(title) !== true).map((title) => `${code}: ${title}`),
);
if (lost.length > 0 && !process.argv.includes('--lose')) {
  console.error(`lost:\n${lost.join('\n')}`);
  process.exit(1);
}
writeFileSync(
  CHECKLIST,
  await format(JSON.stringify(checklist), { ...(await resolveConfig(CHECKLIST)), parser: 'json' }),
);
