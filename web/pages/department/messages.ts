import type { Texts } from '../../shell/language.tsx';

type Words = {
  title: string;
  lead: string;
  who: string;
  whoHint: string;
  choose: string;
  window: string;
  enter: string;
  leave: string;
  noSignIn: string;
  noSignInNext: string;
  registers: string;
  status: string;
  inbox: string;
};

const zh: Words = {
  title: '部门办理',
  lead: '批量签发证照、变更证照状态，并查看办件所依据的证照有没有变化。',
  who: '以哪个部门的身份办理',
  whoHint: '演示环境：任何人都可以选择。正式环境由城市统一身份认证登录。',
  choose: '选择部门',
  window: '窗口人员',
  enter: '进入',
  leave: '换一个部门',
  noSignIn: '尚不能登录',
  noSignInNext: '正式环境须接入城市统一身份认证；在此之前，部门系统通过接口办理（见“接口”页）。',
  registers: '批量签发',
  status: '状态变更',
  inbox: '收件箱',
};

const en: Words = {
  title: 'Department desk',
  lead: 'Issue registers of certificates, change their status, and see whether certificates that cases rest on have changed.',
  who: 'Which department to work for',
  whoHint: 'Demonstration: anybody may choose. In production the city’s identity service signs people in.',
  choose: 'Choose a department',
  window: 'A service window',
  enter: 'Enter',
  leave: 'Change department',
  noSignIn: 'Signing in is not possible yet',
  noSignInNext:
    'A production deployment needs the city’s identity service; until then departments’ systems use the API.',
  registers: 'Registers',
  status: 'Change status',
  inbox: 'Inbox',
};

export const messages: Texts<Words> = { zh, en };
