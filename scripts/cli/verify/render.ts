import { reasonOf } from '../../../service/verify/index.ts';
import type { Check, Coverage, Outcome, Verdict, VerdictWord } from '../../../service/verify/index.ts';

const WORDS: Record<VerdictWord, string> = {
  valid: '有效 VALID',
  invalid: '无效 INVALID',
  undetermined: '无法判断 CANNOT DETERMINE',
};
const MARKS: Record<Outcome, string> = { passed: '✓', failed: '✗', undetermined: '?', notApplicable: '–' };

// Details quote what was handed in; a terminal must not obey it.
const printable = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

const time = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function reasonLines(code: string): string[] {
  const reason = reasonOf(code);
  if (reason === undefined) return [`  ${code}`];
  return [
    `  ${code}`,
    `    ${reason.zh.meaning} ${reason.zh.next}`,
    `    ${reason.en.meaning} ${reason.en.next}`,
    `    依据 reference: ${reason.reference}`,
  ];
}

function evidenceLines({ evidence }: Verdict): string[] {
  if (evidence === undefined) return ['  链上证据 chain evidence: 无 none'];
  const { chain, height, blockHash, statementTime, ageSeconds, votes, quorum, development } = evidence;
  return [
    `  链上证据 chain evidence: ${chain} 区块 block ${height} ${blockHash}`,
    `    证明时间 stated ${time(statementTime)}, ${ageSeconds} 秒前 s ago, 验证节点 validators ${votes}/${quorum}` +
      (development ? '（开发用，不证明任何事 development quorum, proves nothing to anyone）' : ''),
  ];
}

/** Absence is only said within what the records cover, so the clerk must see it. */
function coverageLines({ checks }: Verdict): string[] {
  const coverage = checks.find(({ check }) => check === 'record')?.evidence?.['coverage'] as Coverage | undefined;
  if (coverage === undefined) return [];
  const { from, through, closedAt } = coverage;
  return [`  记录覆盖 records cover: ${time(from)} – ${time(through)}, 截至 as read at ${time(closedAt)}`];
}

function checkLine({ check, outcome, code, detail, asOf }: Check): string {
  const at = asOf === undefined ? '' : ` @ ${time(asOf)}`;
  return `    ${MARKS[outcome]} ${check.padEnd(11)} ${code}${at}${detail === undefined ? '' : `: ${printable(detail)}`}`;
}

/** A verdict for people: word, reasons and what to do next in both languages, evidence and its age, every check. */
export function renderText(file: string, verdict: Verdict): string {
  return [
    `${printable(file)}: ${WORDS[verdict.verdict]}${verdict.asOf === undefined ? '' : `（就该时刻而言 as of ${time(verdict.asOf)}）`}`,
    ...verdict.codes.flatMap(reasonLines),
    ...coverageLines(verdict),
    ...evidenceLines(verdict),
    '  检查 checks:',
    ...verdict.checks.filter(({ outcome }) => outcome !== 'notApplicable').map(checkLine),
    '',
  ].join('\n');
}

/** A verdict for programs: one line; `reasons` are the codes with their words. */
export function renderJson(file: string, verdict: Verdict): string {
  return JSON.stringify({ file, ...verdict, reasons: verdict.codes.map((code) => reasonOf(code) ?? { code }) });
}
