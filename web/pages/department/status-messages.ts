import type { StatusOrder } from '../../api/answers.ts';
import type { Texts } from '../../shell/language.tsx';

type Words = {
  title: string;
  lead: string;
  action: string;
  actions: Record<StatusOrder['action'], string>;
  final: string;
  reason: string;
  chooseReason: string;
  matter: string;
  matterHint: string;
  which: string;
  byList: string;
  byQuery: string;
  names: string;
  namesHint: string;
  type: string;
  from: string;
  through: string;
  status: string;
  statuses: Record<'any' | 'valid' | 'suspended', string>;
  preview: string;
  previewing: string;
  previewTitle: string;
  willChange: (count: number) => string;
  nothing: string;
  firstOnes: (count: number) => string;
  excluded: (count: number) => string;
  codes: Record<string, string>;
  confirm: (action: string, count: number) => string;
  confirming: string;
  progress: (settled: number, of: number) => string;
  done: string;
  changed: string;
  pending: string;
  refused: string;
  another: string;
};

const zh: Words = {
  title: '变更一份或多份证照的状态',
  lead: '先预览，看清有多少份、是哪些；确认时与预览不一致的不会执行。',
  action: '办理事项',
  actions: { suspend: '暂停', reinstate: '恢复', revoke: '吊销' },
  final: '吊销不能恢复。',
  reason: '原因',
  chooseReason: '选择原因',
  matter: '案号',
  matterHint: '字母、数字和 . _ / -，连续数字少于 11 位；会记入日志，不要写姓名、证件号码',
  which: '哪些证照',
  byList: '逐份列出',
  byQuery: '按签发时间',
  names: '电子证照标识或证照编号',
  namesHint: '每行一个，最多约 3,000 个',
  type: '证照类型',
  from: '受理日期自',
  through: '至',
  status: '当前状态',
  statuses: { any: '不限', valid: '有效', suspended: '已暂停' },
  preview: '预览',
  previewing: '正在预览',
  previewTitle: '预览',
  willChange: (count) => `将变更 ${count} 份证照`,
  nothing: '没有可以变更的证照。',
  firstOnes: (count) => `前 ${count} 份的编号`,
  excluded: (count) => `${count} 份不会变更`,
  codes: {
    'certificate.unknown': '没有这份证照，或不是本部门签发的',
    'certificate.underWay': '尚未签发完成',
    'status.changePending': '正在进行另一项状态变更',
    'status.transition': '当前状态不允许这样变更',
    'status.refused': '链上合约拒绝了变更',
  },
  confirm: (action, count) => `确认${action} ${count} 份`,
  confirming: '正在提交',
  progress: (settled, of) => `已办结 ${settled} / ${of} 份`,
  done: '全部办结',
  changed: '已变更',
  pending: '等待上链',
  refused: '未变更',
  another: '办理下一批',
};

const en: Words = {
  title: 'Change the status of one or many',
  lead: 'Preview first and see how many and which; what differs from the preview at confirmation is not done.',
  action: 'What to do',
  actions: { suspend: 'Suspend', reinstate: 'Reinstate', revoke: 'Revoke' },
  final: 'Revoking is final.',
  reason: 'Reason',
  chooseReason: 'Choose a reason',
  matter: 'Case',
  matterHint:
    'Letters, digits and . _ / -, fewer than 11 digits in a row; it goes into the log: no names or numbers of people',
  which: 'Which certificates',
  byList: 'A list',
  byQuery: 'By time of issue',
  names: 'Licence identifiers or certificate ids',
  namesHint: 'One a line, some 3,000 at most',
  type: 'Certificate type',
  from: 'Accepted from',
  through: 'Through',
  status: 'Present status',
  statuses: { any: 'Any', valid: 'Valid', suspended: 'Suspended' },
  preview: 'Preview',
  previewing: 'Previewing',
  previewTitle: 'Preview',
  willChange: (count) => `${count} certificates will be changed`,
  nothing: 'There is nothing to change.',
  firstOnes: (count) => `The first ${count} ids`,
  excluded: (count) => `${count} will not be changed`,
  codes: {
    'certificate.unknown': 'No such certificate, or another department’s',
    'certificate.underWay': 'Not issued yet',
    'status.changePending': 'Another change of status is under way',
    'status.transition': 'Its present status does not permit this',
    'status.refused': 'The contract refused the change',
  },
  confirm: (action, count) => `${action} ${count} certificates`,
  confirming: 'Sending',
  progress: (settled, of) => `${settled} of ${of} settled`,
  done: 'All settled',
  changed: 'Changed',
  pending: 'Waiting for the chain',
  refused: 'Not changed',
  another: 'The next ones',
};

export const messages: Texts<Words> = { zh, en };
