import type { VerdictWord } from '../../../service/verify/index.ts';
import type { Texts } from '../../shell/language.tsx';

type Words = {
  asOf: string;
  asOfHint: string;
  now: string;
  speaksOf: (time: string) => string;
  replacedBy: string;
  saidBy: (city: string) => string;
  noneKnown: (city: string) => string;
  notAsked: (city: string) => string;
  conflict: (chain: string, list: string, time: string) => string;
  states: [valid: string, revoked: string, suspended: string, superseded: string];
  receipt: string;
  receiptLead: string;
  receiptSoon: string;
  receiptLate: string;
  matter: string;
  matterHint: string;
  download: string;
  downloaded: string;
  key: string;
  checkAgain: string;
  differs: (word: string) => string;
  many: (count: number) => string;
  progress: (done: number, total: number) => string;
  counts: Record<VerdictWord, (count: number) => string>;
  show: string;
  all: string;
  item: string;
  answer: string;
  only: (count: number) => string;
  back: string;
  findings: string;
  pending: string;
};

const zh: Words = {
  asOf: '核验某一天的情况（可不填）',
  asOfHint: '不填则核验现在。填写日期后，状态与有效期以该日结束时为准，由链上的变更记录证明。',
  now: '改回现在',
  speaksOf: (time) => `以上说的是 ${time} 的情况，不是现在。`,
  replacedBy: '接替它的证照',
  saidBy: (city) => `由${city}的服务告知。链上只证明旧证照已被取代，不证明由哪一份接替；请以新证照的核验结果为准。`,
  noneKnown: (city) => `${city}的服务没有登记由哪一份证照接替。`,
  notAsked: (city) => `暂时问不到${city}的服务，不知道由哪一份证照接替；这不影响上面的结论。`,
  conflict: (chain, list, time) => `链上：${chain}；状态列表（${time}）：${list}`,
  states: ['有效', '已注销', '已暂停', '已被取代'],
  receipt: '核验回执与归档',
  receiptLead:
    '由本市服务再核验一次并签名。为此，证照内容会发给本市服务，服务只留存回执（摘要和结论），不留存证照。归档文件含个人信息，请放入案卷；多年以后不联网也能重新核验。',
  receiptSoon: '当场出示的凭证只能在出示后一分钟内取回执。',
  receiptLate: '出示已超过一分钟。需要回执时，请持有人重新出示。',
  matter: '办件编号（可不填）',
  matterHint: '填写后服务按办件留存回执。不要填姓名或证件号码。',
  download: '下载归档',
  downloaded: '归档已下载。',
  key: '签名密钥',
  checkAgain: '重新核验的命令',
  differs: (word) => `请注意：服务再核验时的结论是“${word}”，与上面不同。归档记录的是服务的结论。`,
  many: (count) => `${count} 份材料`,
  progress: (done, total) => `已核验 ${done} / ${total}`,
  counts: {
    valid: (count) => `有效 ${count}`,
    invalid: (count) => `无效 ${count}`,
    undetermined: (count) => `无法确定 ${count}`,
  },
  show: '显示',
  all: '全部',
  item: '材料',
  answer: '结论',
  only: (count) => `只列出前 ${count} 份，可按结论筛选。`,
  back: '回到清单',
  findings: '几份材料放在一起看',
  pending: '等待中',
};

const en: Words = {
  asOf: 'Verify as of a day (optional)',
  asOfHint:
    'Empty means now. With a date, status and validity are those at the end of that day, proven by the chain’s changes.',
  now: 'Back to now',
  speaksOf: (time) => `The above is as of ${time}, not now.`,
  replacedBy: 'Replaced by',
  saidBy: (city) =>
    `Said by the service of ${city}. The chain proves that the old certificate is superseded, not by which one; rely on the verification of the new one.`,
  noneKnown: (city) => `The service of ${city} knows of no certificate that replaced it.`,
  notAsked: (city) => `The service of ${city} cannot be asked what replaced it at the moment; the answer above stands.`,
  conflict: (chain, list, time) => `Chain: ${chain}; status list (${time}): ${list}`,
  states: ['valid', 'revoked', 'suspended', 'superseded'],
  receipt: 'Receipt and archive',
  receiptLead:
    'The city’s service verifies once more and signs. For this the certificate is sent to it; it keeps the receipt (digests and answer) and not the certificate. The archive holds personal data: put it into the file of the case. It can be verified again years later without a network.',
  receiptSoon: 'For what was presented in person a receipt can be had within a minute.',
  receiptLate: 'More than a minute has passed since it was presented. For a receipt, ask the holder to present again.',
  matter: 'Case number (optional)',
  matterHint: 'With it the service keeps the receipt by case. Never a name or a number of a person.',
  download: 'Download the archive',
  downloaded: 'The archive is downloaded.',
  key: 'Signing key',
  checkAgain: 'To verify it again',
  differs: (word) =>
    `Please note: when the service verified again, its answer was “${word}”, other than above. The archive has the service’s answer.`,
  many: (count) => `${count} items`,
  progress: (done, total) => `${done} of ${total} verified`,
  counts: {
    valid: (count) => `${count} valid`,
    invalid: (count) => `${count} invalid`,
    undetermined: (count) => `${count} cannot be determined`,
  },
  show: 'Show',
  all: 'all',
  item: 'Item',
  answer: 'Answer',
  only: (count) => `Only the first ${count} are listed; choose by answer to see others.`,
  back: 'Back to the list',
  findings: 'Several items together',
  pending: 'waiting',
};

export const caseMessages: Texts<Words> = { zh, en };
