import type { CheckName, Outcome, VerdictWord } from '../../../service/verify/index.ts';
import type { Texts } from '../../shell/language.tsx';

type VerdictText = { word: string; means: string; legend: string };

type Words = {
  title: string;
  lead: string;
  box: string;
  boxHint: string;
  placeholder: string;
  drop: string;
  file: string;
  verify: string;
  clear: string;
  keys: string;
  examples: string;
  working: string;
  verdicts: Record<VerdictWord, VerdictText>;
  legend: string;
  why: string;
  next: string;
  notices: string;
  contents: string;
  type: string;
  issuer: string;
  city: string;
  licence: string;
  validFrom: string;
  validUntil: string;
  noEnd: string;
  notShown: string;
  proven: string;
  unproven: string;
  evidence: string;
  chain: string;
  height: string;
  blockHash: string;
  blockTime: string;
  quorum: string;
  votes: (votes: number, quorum: number) => string;
  age: string;
  ageOf: (age: string, limit: string) => string;
  stale: string;
  again: string;
  checks: string;
  checkHead: [check: string, outcome: string, code: string];
  checkAsOf: (time: string) => string;
  checkNames: Record<CheckName, string>;
  outcomes: Record<Outcome, string>;
  copy: string;
  copied: string;
  copyFailed: string;
  copyTitle: string;
  checkedAt: string;
  presented: string;
  holderProven: string;
  recordSubject: string;
  recordAsOf: string;
  coverage: string;
  coverageOf: (from: string, through: string) => string;
  insecure: string;
  insecureNext: string;
  demonstration: string;
};

const zh: Words = {
  title: '核验证照与记录',
  lead: '粘贴、拖入或扫描，几秒钟得到可以据以办理的结论。证照内容只在您的浏览器里检查；只有您要回执时才发给本市服务。',
  box: '证照、记录答复，或市民出示的链接',
  boxHint: '可直接粘贴全文，也可把文件拖到这里；扫码枪读到的链接同样适用。',
  placeholder: '在此粘贴或扫描…',
  drop: '松开即可核验这个文件',
  file: '选择文件',
  verify: '核验',
  clear: '清空，下一位',
  keys: '快捷键：Ctrl + Enter 核验，Esc 清空',
  examples: '没有证照？点一个例子试试',
  working: '正在核验',
  verdicts: {
    valid: {
      word: '有效',
      means: '出自有权机关，内容未被改动，目前有效。可以据以办理。',
      legend: '出自有权机关，内容未被改动，目前有效。可以据以办理。',
    },
    invalid: {
      word: '无效',
      means: '有检查没有通过，不能采信。',
      legend: '被改动、已注销、已过期，或不是有权机关出具。附原因和下一步。',
    },
    undetermined: {
      word: '无法确定',
      means: '现在还得不出结论，这不表示证照有问题。',
      legend: '网络或对方城市暂时没有应答等。这不表示证照有问题，按提示再试。',
    },
  },
  legend: '三种结论',
  why: '原因',
  next: '下一步',
  notices: '请留意',
  contents: '证明的内容',
  type: '种类',
  issuer: '出具机关',
  city: '城市',
  licence: '电子证照标识',
  validFrom: '生效时间',
  validUntil: '有效期至',
  noEnd: '长期',
  notShown: '持有人没有出示其余内容，只看办事所需即可。',
  proven: '以下内容已经核实。',
  unproven: '结论不是“有效”：以下内容仅供与持有人核对，不能采信。',
  evidence: '链上证据',
  chain: '所在的链',
  height: '区块高度',
  blockHash: '区块哈希',
  blockTime: '区块时间',
  quorum: '验证节点',
  votes: (votes, quorum) => `${votes} 个节点签名，至少需要 ${quorum} 个`,
  age: '证据新鲜度',
  ageOf: (age, limit) => `${age}前（${limit}内有效）`,
  stale: '证据已经过时，请重新核验。',
  again: '重新核验',
  checks: '逐项检查',
  checkHead: ['检查', '结果', '代码'],
  checkAsOf: (time) => `依据 ${time} 的情况`,
  checkNames: {
    form: '格式',
    algorithm: '签名算法',
    typ: '类型标记',
    disclosure: '选择性披露',
    issuer: '出具机关证书',
    key: '签名密钥',
    authority: '机关权限',
    anchor: '链上登记',
    chain: '链上证据',
    status: '当前状态',
    validity: '有效期',
    holder: '持有人',
    schema: '内容结构',
    policy: '核验要求',
    record: '记录证明',
  },
  outcomes: { passed: '通过', failed: '未通过', undetermined: '未能判断', notApplicable: '不适用' },
  copy: '复制结果',
  copied: '已复制',
  copyFailed: '浏览器不允许复制',
  copyTitle: '证链核验结果',
  checkedAt: '核验时间',
  presented: '由持有人当场出示',
  holderProven: '持有人当场出示，且持有证照绑定的密钥。',
  recordSubject: '证件号码',
  recordAsOf: '数据截至',
  coverage: '覆盖的时间范围',
  coverageOf: (from, through) => `${from}至${through}`,
  insecure: '这个页面没有通过安全连接打开，无法核验',
  insecureNext: '请用 https 地址，或在本机上打开。',
  demonstration: '演示网络',
};

const en: Words = {
  title: 'Verify certificates and records',
  lead: 'Paste, drop or scan, and have an answer to act on within seconds. The content is checked inside your browser; it is sent to the city’s service only when you ask for a receipt.',
  box: 'Certificate, record answer, or the link a citizen shows',
  boxHint: 'Paste the whole text or drop a file here; links read by a scanner work as well.',
  placeholder: 'Paste or scan here…',
  drop: 'Let go to verify this file',
  file: 'Choose a file',
  verify: 'Verify',
  clear: 'Clear for the next',
  keys: 'Keys: Ctrl + Enter verifies, Esc clears',
  examples: 'No certificate at hand? Try an example',
  working: 'Verifying',
  verdicts: {
    valid: {
      word: 'Valid',
      means: 'Issued by a competent authority, unaltered, and in force now. You can act on it.',
      legend: 'Issued by a competent authority, unaltered, and in force now. You can act on it.',
    },
    invalid: {
      word: 'Invalid',
      means: 'A check failed; do not rely on it.',
      legend: 'Altered, revoked, expired, or not by a competent authority; with the reason and what to do next.',
    },
    undetermined: {
      word: 'Cannot determine',
      means: 'There is no answer yet; this does not mean that anything is wrong.',
      legend:
        'The network or the other city does not answer, for example. Nothing need be wrong; follow the advice and try again.',
    },
  },
  legend: 'Three answers',
  why: 'Why',
  next: 'Next step',
  notices: 'Please note',
  contents: 'What it says',
  type: 'Type',
  issuer: 'Issuer',
  city: 'City',
  licence: 'Licence identifier',
  validFrom: 'Valid from',
  validUntil: 'Valid until',
  noEnd: 'no end',
  notShown: 'The holder did not disclose the rest; what the matter needs is enough.',
  proven: 'The following is proven.',
  unproven: 'Not a valid certificate: compare the following with the holder, but do not rely on it.',
  evidence: 'Evidence on chain',
  chain: 'Chain',
  height: 'Block height',
  blockHash: 'Block hash',
  blockTime: 'Block time',
  quorum: 'Validators',
  votes: (votes, quorum) => `${votes} signed; ${quorum} are needed`,
  age: 'Freshness',
  ageOf: (age, limit) => `${age} old (good for ${limit})`,
  stale: 'The evidence is out of date; verify again.',
  again: 'Verify again',
  checks: 'All checks',
  checkHead: ['Check', 'Outcome', 'Code'],
  checkAsOf: (time) => `As of ${time}`,
  checkNames: {
    form: 'Form',
    algorithm: 'Signature algorithm',
    typ: 'Type header',
    disclosure: 'Selective disclosure',
    issuer: 'Issuer’s certificate',
    key: 'Signing key',
    authority: 'Authority',
    anchor: 'Anchor on chain',
    chain: 'Chain evidence',
    status: 'Status now',
    validity: 'Validity period',
    holder: 'Holder',
    schema: 'Content’s schema',
    policy: 'Policy',
    record: 'Record proof',
  },
  outcomes: { passed: 'passed', failed: 'failed', undetermined: 'undetermined', notApplicable: 'not applicable' },
  copy: 'Copy result',
  copied: 'Copied',
  copyFailed: 'The browser does not allow copying',
  copyTitle: 'Zhenglian verification result',
  checkedAt: 'Verified at',
  presented: 'presented by the holder in person',
  holderProven: 'Presented here by the holder, who has the key that the certificate is bound to.',
  recordSubject: 'Document number',
  recordAsOf: 'Data as of',
  coverage: 'Period covered',
  coverageOf: (from, through) => `${from} to ${through}`,
  insecure: 'This page was not opened over a secure connection and cannot verify',
  insecureNext: 'Use an https address, or open it on this machine.',
  demonstration: 'demonstration network',
};

export const messages: Texts<Words> = { zh, en };
