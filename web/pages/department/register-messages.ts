import type { Register } from '../../api/answers.ts';
import type { Texts } from '../../shell/language.tsx';

type Words = {
  handOver: string;
  handOverHint: string;
  type: string;
  chooseType: string;
  file: string;
  chooseFile: string;
  fileHint: string;
  noFile: string;
  wrongFile: string;
  check: string;
  checking: string;
  send: string;
  sending: string;
  sendAgain: string;
  checkFirst: string;
  report: string;
  rows: string;
  acceptable: string;
  rejected: string;
  duplicates: string;
  allFine: string;
  faults: string;
  faultRow: string;
  faultField: string;
  faultWhat: string;
  faultCode: string;
  faultCount: string;
  firstFaults: (count: number) => string;
  list: string;
  none: string;
  more: string;
  states: Record<Register['state'], string>;
  progress: (settled: number, of: number) => string;
  counts: [name: keyof Register, label: string][];
  cancel: string;
  cancelHint: string;
  results: string;
  gathering: string;
  resultsHead: string[];
};

const zh: Words = {
  handOver: '提交登记表',
  handOverHint: '一行一份证照。先检查，不会保存任何内容；确认无误再签发。同一份表提交两次不会重复发证。',
  type: '证照类型',
  chooseType: '选择证照类型',
  file: '登记表文件',
  chooseFile: '选择文件',
  fileHint: 'UTF-8 编码的 .csv（第一行为列名）或 .ndjson',
  noFile: '尚未选择文件',
  wrongFile: '只能是 .csv、.ndjson 或 .jsonl 文件',
  check: '先检查',
  checking: '正在检查',
  send: '签发',
  sending: '正在提交',
  sendAgain: '从中断处继续提交',
  checkFirst: '检查过后才能签发',
  report: '检查结果',
  rows: '行数',
  acceptable: '可以签发',
  rejected: '有错误',
  duplicates: '已有证照',
  allFine: '每一行都可以处理。',
  faults: '各类错误',
  faultRow: '行',
  faultField: '字段',
  faultWhat: '问题',
  faultCode: '代码',
  faultCount: '次数',
  firstFaults: (count) => `前 ${count} 个有错误的行（其余各行照常签发）`,
  list: '本部门的登记表',
  none: '还没有提交过登记表。',
  more: '更早的登记表',
  states: { receiving: '正在接收', issuing: '正在签发', done: '已完成', cancelled: '已撤回' },
  progress: (settled, of) => `已办结 ${settled} / ${of} 行`,
  counts: [
    ['received', '收到'],
    ['issued', '已签发'],
    ['rejected', '有错误'],
    ['duplicates', '已有证照'],
    ['failed', '未能签发'],
    ['cancelled', '已撤回'],
  ],
  cancel: '撤回',
  cancelHint: '尚未上链的行不再签发；已上链的照常签发。',
  results: '下载逐行结果',
  gathering: '正在汇总',
  resultsHead: ['行', '结果', '证照编号', '电子证照标识', '问题'],
};

const en: Words = {
  handOver: 'Hand over a register',
  handOverHint:
    'One certificate a row. Check first, which keeps nothing; then issue. The same register twice issues nothing twice.',
  type: 'Certificate type',
  chooseType: 'Choose a type',
  file: 'File',
  chooseFile: 'Choose a file',
  fileHint: 'UTF-8, .csv (the first line names the columns) or .ndjson',
  noFile: 'No file yet',
  wrongFile: 'A .csv, .ndjson or .jsonl file, please',
  check: 'Check first',
  checking: 'Checking',
  send: 'Issue',
  sending: 'Sending',
  sendAgain: 'Go on where it broke off',
  checkFirst: 'Check it before it is issued',
  report: 'What the check found',
  rows: 'Rows',
  acceptable: 'Can be issued',
  rejected: 'With errors',
  duplicates: 'Issued already',
  allFine: 'Every row can be dealt with.',
  faults: 'Kinds of errors',
  faultRow: 'Row',
  faultField: 'Field',
  faultWhat: 'What is wrong',
  faultCode: 'Code',
  faultCount: 'How often',
  firstFaults: (count) => `The first ${count} rows with errors (the others are issued all the same)`,
  list: 'Registers of the department',
  none: 'No register has been handed over yet.',
  more: 'Earlier ones',
  states: { receiving: 'Being received', issuing: 'Being issued', done: 'Done', cancelled: 'Taken back' },
  progress: (settled, of) => `${settled} of ${of} rows settled`,
  counts: [
    ['received', 'Received'],
    ['issued', 'Issued'],
    ['rejected', 'With errors'],
    ['duplicates', 'Issued already'],
    ['failed', 'Not issued'],
    ['cancelled', 'Taken back'],
  ],
  cancel: 'Take back',
  cancelHint: 'Rows that are not on their way to the chain are not issued; the others are.',
  results: 'Download results by row',
  gathering: 'Gathering',
  resultsHead: ['Row', 'Result', 'Certificate', 'Licence identifier', 'What is wrong'],
};

export const messages: Texts<Words> = { zh, en };
