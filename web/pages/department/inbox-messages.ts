import type { Notice } from '../../api/answers.ts';
import type { Texts } from '../../shell/language.tsx';

type Words = {
  title: string;
  lead: string;
  none: string;
  unseen: string;
  markSeen: string;
  more: string;
  statuses: Record<Notice['to'], string>;
  matter: string;
  licence: string;
  reason: string;
  supersededBy: string;
  block: string;
  relyTitle: string;
  relyLead: string;
  relyCase: string;
  relyCaseHint: string;
  relyArtefact: string;
  rely: string;
  relying: string;
  kept: (matter: string) => string;
  notKept: string;
  other: string;
  pushTitle: string;
  pushLead: string;
  pushAddress: string;
  pushNone: string;
  pushKeep: string;
};

const zh: Words = {
  title: '所依据证照的变化',
  lead: '办件时登记过用证的证照，状态一有变化就会通知到这里。',
  none: '没有通知：登记过的证照都没有变化。',
  unseen: '新',
  markSeen: '全部标为已读',
  more: '更早的通知',
  statuses: { valid: '恢复有效', suspended: '被暂停', revoked: '被吊销', superseded: '被替换' },
  matter: '案号',
  licence: '电子证照标识',
  reason: '原因',
  supersededBy: '接替的证照',
  block: '区块',
  relyTitle: '登记用证',
  relyLead:
    '核验一份证照，并登记某个办件以它为依据。只保存案号、时间和证照摘要，不保存证照内容；仅限结论为有效的证照。',
  relyCase: '案号',
  relyCaseHint: '字母、数字和 . _ / -，连续数字少于 11 位',
  relyArtefact: '证照内容',
  rely: '核验并登记',
  relying: '正在核验',
  kept: (matter) => `有效，已登记到 ${matter}。以后状态变化会通知到收件箱。`,
  notKept: '没有登记',
  pushTitle: '推送到本单位的系统',
  pushLead: '除收件箱外，以后的通知还会签名推送到这个地址；没有送达的会反复重试。清空即不再推送。',
  pushAddress: '接收地址',
  pushNone: '不推送',
  pushKeep: '保存',
  other: '有效，但只有证照可以登记用证。',
};

const en: Words = {
  title: 'Changes of certificates that cases rest on',
  lead: 'When the status of a certificate that was recorded for a case changes, it is told here.',
  none: 'Nothing: no recorded certificate has changed.',
  unseen: 'New',
  markSeen: 'Mark all as seen',
  more: 'Earlier ones',
  statuses: { valid: 'Valid again', suspended: 'Suspended', revoked: 'Revoked', superseded: 'Superseded' },
  matter: 'Case',
  licence: 'Licence identifier',
  reason: 'Reason',
  supersededBy: 'Replaced by',
  block: 'Block',
  relyTitle: 'Record a use',
  relyLead:
    'Verifies a certificate and records that a case rests on it. Kept are case, time and a digest, not what it says; only of valid certificates.',
  relyCase: 'Case',
  relyCaseHint: 'Letters, digits and . _ / -, fewer than 11 digits in a row',
  relyArtefact: 'Certificate',
  rely: 'Verify and record',
  relying: 'Verifying',
  kept: (matter) => `Valid, and recorded for ${matter}. Later changes are told in the inbox.`,
  notKept: 'Not recorded',
  pushTitle: 'Push to a system of one’s own',
  pushLead:
    'Besides the inbox, notices from then on are signed and sent to this address, again and again until it takes them. Empty: not at all.',
  pushAddress: 'Address',
  pushNone: 'No pushing',
  pushKeep: 'Keep',
  other: 'Valid, but only the use of certificates is recorded.',
};

export const messages: Texts<Words> = { zh, en };
