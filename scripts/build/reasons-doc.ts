import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { reasons } from '../../service/verify/index.ts';
import type { Reason, VerdictWord } from '../../service/verify/index.ts';

// node scripts/build/reasons-doc.ts: writes docs/reasons.md and adds new codes to the checklist. A test compares both.

export const DOCUMENT = fileURLToPath(new URL('../../docs/reasons.md', import.meta.url));
export const CHECKLIST = fileURLToPath(new URL('../../test/unit/verify/reason-codes.json', import.meta.url));

const WORDS: Record<VerdictWord, string> = {
  valid: '有效 valid',
  invalid: '无效 invalid',
  undetermined: '无法判断 undetermined',
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

function section(check: string, rows: readonly Reason[]): string {
  const lines = rows.map(
    ({ code, verdict, zh, en, reference }) =>
      `| \`${code}\` | ${WORDS[verdict]} | ${cell(zh.meaning)}<br>${cell(en.meaning)} | ${cell(zh.next)}<br>${cell(en.next)} | ${cell(reference)} |`,
  );
  const head = '| code | verdict | 含义 meaning | 怎么办 what to do | reference |\n| --- | --- | --- | --- | --- |';
  return `## ${check}\n\n${head}\n${lines.join('\n')}\n`;
}

/** docs/reasons.md of a table of reasons. */
export async function renderReasons(table: readonly Reason[]): Promise<string> {
  const checks = [...new Set(table.map(({ code }) => code.split('.')[0] as string))];
  const text = [
    '# Reason codes 原因代码',
    'Every verdict names its reasons by these codes. The verdict column says what a code leads to when it decides; `*.passed` and',
    '`*.notApplicable` stand in the list of checks. The table (`service/data/reasons.json`, also at `GET /v1/reasons`) is',
    'append-only: a code is never removed and never changes its verdict. Written by `node scripts/build/reasons-doc.ts`.\n',
    ...checks.map((check) =>
      section(
        check,
        table.filter(({ code }) => code.startsWith(`${check}.`)),
      ),
    ),
  ];
  return format(text.join('\n'), { parser: 'markdown', printWidth: 120 });
}

/** Code and verdict of all codes there ever were. */
export type Checklist = Record<string, VerdictWord>;

/** The checklist with the table's new codes; what it holds already stays. */
export function extendChecklist(checklist: Checklist, table: readonly Reason[]): Checklist {
  return { ...Object.fromEntries(table.map(({ code, verdict }) => [code, verdict])), ...checklist };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(DOCUMENT, await renderReasons(reasons));
  let checklist: Checklist = {};
  try {
    checklist = JSON.parse(await readFile(CHECKLIST, 'utf8')) as Checklist;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await writeFile(CHECKLIST, `${JSON.stringify(extendChecklist(checklist, reasons), null, 2)}\n`);
}
