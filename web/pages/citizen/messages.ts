import type { CertificateStatus } from '../../api/answers.ts';
import type { Texts } from '../../shell/language.tsx';

type Status = CertificateStatus | 'expired' | 'pending' | 'failed';

type Words = {
  title: string;
  lead: string;
  who: string;
  whoHint: string;
  choose: string;
  enter: string;
  noSignIn: string;
  noSignInNext: string;
  leave: string;
  hello: (name: string) => string;
  certificates: string;
  records: string;
  accesses: string;
  noCertificates: string;
  noRecords: string;
  noAccesses: string;
  issuer: string;
  licence: string;
  validUntil: string;
  noEnd: string;
  statuses: Record<Status, string>;
  changePending: string;
  show: string;
  cannotShow: string;
  save: string;
  content: string;
  asOf: string;
  present: string;
  absent: string;
  recordUnproven: string;
  accessHead: [when: string, who: string, what: string, basis: string, matter: string];
  roles: Record<string, string>;
  accessesMean: string;
  back: string;
  showTitle: (name: string) => string;
  showLead: string;
  step1: string;
  always: string;
  all: string;
  none: string;
  chosen: (count: number, of: number) => string;
  step2: string;
  make: string;
  making: string;
  newKey: string;
  codeTitle: string;
  codeFor: (city: string) => string;
  secondsLeft: (seconds: number) => string;
  codeHint: string;
  link: string;
  copy: string;
  copied: string;
  copyFailed: string;
  expired: string;
  again: string;
  qrLabel: (city: string) => string;
};

const zh: Words = {
  title: '我的证照与记录',
  lead: '查看市里登记在您名下的证照和记录，选择要给窗口看的内容，并随时查看谁看过您的记录。',
  who: '以哪位市民的身份查看',
  whoHint: '演示环境：以下市民均为虚构，证件号码以 99 开头，不对应任何真实的人。正式环境由城市统一身份认证登录。',
  choose: '选择或输入姓名',
  enter: '进入',
  noSignIn: '这个环境还没有开通市民登录',
  noSignInNext: '请到任一政务服务窗口办理；窗口可以直接核验您的证照。',
  leave: '退出',
  hello: (name) => `${name}，您好`,
  certificates: '证照',
  records: '记录',
  accesses: '谁看过',
  noCertificates: '名下还没有证照。',
  noRecords: '没有可以显示的记录。',
  noAccesses: '还没有人看过您的记录。',
  issuer: '出具机关',
  licence: '电子证照标识',
  validUntil: '有效期至',
  noEnd: '长期',
  statuses: {
    valid: '有效',
    suspended: '已暂停',
    revoked: '已注销',
    superseded: '已被取代',
    expired: '已过期',
    pending: '办理中',
    failed: '未能签发',
  },
  changePending: '状态变更正在登记',
  show: '给窗口看',
  cannotShow: '目前不能出示',
  save: '存为文件',
  content: '查看内容',
  asOf: '数据截至',
  present: '有记录',
  absent: '经证明没有记录',
  recordUnproven: '暂时无法证明',
  accessHead: ['时间', '谁', '看了什么', '依据', '事项'],
  roles: {
    clerk: '窗口人员',
    department: '发证部门',
    partner: '伙伴城市',
    citizen: '本人',
    auditor: '审计人员',
    operator: '运维人员',
  },
  accessesMean: '没有事项编号就不能查询；每次查询都记在这里，任何人都不能删除。',
  back: '返回',
  showTitle: (name) => `给窗口看：${name}`,
  showLead: '只勾选办事需要的内容；没有勾选的内容，窗口无从得知。',
  step1: '一、选择内容',
  always: '始终可见',
  all: '全选',
  none: '全不选',
  chosen: (count, of) => `已选 ${count} / ${of} 项`,
  step2: '二、选择哪座城市的窗口',
  make: '生成二维码',
  making: '正在生成',
  newKey:
    '第一次出示时，本设备会生成一把只属于您的密钥，并向市里申请与它绑定的一份证照，需要几秒钟。密钥不能导出，也不会离开本设备。',
  codeTitle: '请窗口扫描',
  codeFor: (city) => `只有${city}的窗口能用`,
  secondsLeft: (seconds) => `还剩 ${seconds} 秒`,
  codeHint: '只能用一次，60 秒后失效。内容已加密，钥匙只在这个二维码里。',
  link: '出示链接',
  copy: '复制链接',
  copied: '已复制',
  copyFailed: '浏览器不允许复制',
  expired: '二维码已失效',
  again: '重新生成',
  qrLabel: (city) => `给${city}窗口的二维码`,
};

const en: Words = {
  title: 'My certificates and records',
  lead: 'See what the city holds in your name, choose what a window gets to see, and look up who has seen your records.',
  who: 'View as which citizen',
  whoHint:
    'Demonstration: these citizens are made up; their numbers begin with 99 and belong to nobody. A real deployment signs people in through the city’s identity service.',
  choose: 'Choose or type a name',
  enter: 'Enter',
  noSignIn: 'Citizens cannot sign in here yet',
  noSignInNext: 'Please go to any service window; a window can verify your certificates directly.',
  leave: 'Leave',
  hello: (name) => `Hello, ${name}`,
  certificates: 'Certificates',
  records: 'Records',
  accesses: 'Who looked',
  noCertificates: 'No certificates in your name yet.',
  noRecords: 'There are no records to show.',
  noAccesses: 'Nobody has looked at your records yet.',
  issuer: 'Issuer',
  licence: 'Licence identifier',
  validUntil: 'Valid until',
  noEnd: 'no end',
  statuses: {
    valid: 'Valid',
    suspended: 'Suspended',
    revoked: 'Revoked',
    superseded: 'Superseded',
    expired: 'Expired',
    pending: 'Being issued',
    failed: 'Not issued',
  },
  changePending: 'A change of status is being recorded',
  show: 'Show to a window',
  cannotShow: 'Cannot be shown now',
  save: 'Save as file',
  content: 'See the content',
  asOf: 'Data as of',
  present: 'On record',
  absent: 'Proven: no record',
  recordUnproven: 'Cannot be proven now',
  accessHead: ['When', 'Who', 'What', 'Basis', 'Matter'],
  roles: {
    clerk: 'window clerk',
    department: 'issuing department',
    partner: 'partner city',
    citizen: 'yourself',
    auditor: 'auditor',
    operator: 'operator',
  },
  accessesMean: 'No query without a matter number; every query is listed here and nobody can delete one.',
  back: 'Back',
  showTitle: (name) => `Show to a window: ${name}`,
  showLead: 'Tick only what the matter needs; the window cannot learn what you leave out.',
  step1: '1. Choose the content',
  always: 'always visible',
  all: 'All',
  none: 'None',
  chosen: (count, of) => `${count} of ${of} chosen`,
  step2: '2. Choose the city of the window',
  make: 'Make the QR code',
  making: 'Working',
  newKey:
    'At the first showing this device makes a key of your own and asks the city for an instance bound to it; this takes a few seconds. The key cannot be exported and never leaves this device.',
  codeTitle: 'For the window to scan',
  codeFor: (city) => `Works only at the windows of ${city}`,
  secondsLeft: (seconds) => `${seconds} s left`,
  codeHint: 'Works once and for 60 seconds. The content is encrypted; only this code holds the key.',
  link: 'Link',
  copy: 'Copy link',
  copied: 'Copied',
  copyFailed: 'The browser does not allow copying',
  expired: 'The code has expired',
  again: 'Make a new one',
  qrLabel: (city) => `QR code for the windows of ${city}`,
};

export const messages: Texts<Words> = { zh, en };
