import { reasonOf } from '../../../service/verify/index.ts';
import type {
  Check,
  Coverage,
  Finding,
  OpenBundle,
  Outcome,
  SetFinding,
  Verdict,
  VerdictWord,
} from '../../../service/verify/index.ts';

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
  const { chain, height, blockHash, statementTime, ageSeconds, maxAgeSeconds, votes, quorum, development } = evidence;
  return [
    `  链上证据 chain evidence: ${chain} 区块 block ${height} ${blockHash}`,
    `    证明时间 stated ${time(statementTime)}, ${ageSeconds} 秒前 s ago (≤ ${maxAgeSeconds}), 验证节点 validators ${votes}/${quorum}` +
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

function receiptLines(receipt: Finding | undefined): string[] {
  if (receipt === undefined) return [];
  const { outcome, code, detail, asOf, evidence } = receipt;
  const by = evidence === undefined ? '' : ` ${String(evidence['iss'])} (${String(evidence['kid'])})`;
  const at = asOf === undefined ? '' : ` @ ${time(asOf)}`;
  return [
    `  回执 receipt: ${MARKS[outcome]} ${code}${at}${printable(by)}${detail === undefined ? '' : `: ${printable(detail)}`}`,
  ];
}

/** A verdict for people: word, reasons and what to do next in both languages, evidence and its age, every check. */
export function renderText(file: string, verdict: Verdict, receipt?: Finding): string {
  const at = verdict.asOf ?? (verdict.evidence?.offline ? verdict.evidence.statementTime : undefined);
  const past = at === undefined ? '' : `（就该时刻而言 as of ${time(at)}）`;
  const again =
    receipt === undefined ? '' : `（归档核验重做 archived verification done again, of ${time(verdict.checkedAt)}）`;
  return [
    `${printable(file)}: ${WORDS[verdict.verdict]}${past}${again}`,
    ...verdict.codes.flatMap(reasonLines),
    ...receiptLines(receipt),
    ...coverageLines(verdict),
    ...evidenceLines(verdict),
    '  检查 checks:',
    ...verdict.checks.filter(({ outcome }) => outcome !== 'notApplicable').map(checkLine),
    '',
  ].join('\n');
}

/** A verdict for programs: one line; `reasons` are the codes with their words. */
export function renderJson(file: string, verdict: Verdict, receipt?: Finding): string {
  const reasons = verdict.codes.map((code) => reasonOf(code) ?? { code });
  return JSON.stringify({ file, ...verdict, ...(receipt === undefined ? {} : { receipt }), reasons });
}

/** What was downloaded, and until when it counts. */
export function bundleText(file: string, { chain, height, asOf, maxAgeSeconds }: OpenBundle): string {
  const until = time(asOf + maxAgeSeconds);
  return `${printable(file)}: 离线包 offline bundle, ${chain} 区块 block ${height}, 截至 as of ${time(asOf)}, 有效至 until ${until}\n`;
}

/** What several files together give to look at, for people. Items are numbered from 1 in the order shown. */
export function findingsText(findings: readonly SetFinding[]): string {
  const lines = findings.flatMap(({ code, items, zh, en }) => [
    `  ${code} (${items.map((item) => item + 1).join(', ')})`,
    `    ${zh.meaning} ${zh.next}`,
    `    ${en.meaning} ${en.next}`,
  ]);
  return ['几份材料放在一起看 several items together:', ...lines, ''].join('\n');
}

/** The same for programs: one more line; items are numbered from 0. */
export function findingsJson(findings: readonly SetFinding[]): string {
  return JSON.stringify({ findings });
}
