import type { Texts } from '../../shell/language.tsx';

type Words = {
  title: string;
  lead: string;
  home: string;
  partner: string;
  reachable: string;
  unreachable: string;
  unreachableMeans: string;
  head: string;
  headMeans: string;
  height: string;
  hash: string;
  time: string;
  confirmed: string;
  age: string;
  ago: (span: string) => string;
  votes: string;
  votesOf: (votes: number) => string;
  blocks: string;
  blocksMeans: string;
  transactions: string;
  noBlocks: string;
  anchors: string;
  anchorsMeans: string;
  anchor: string;
  department: string;
  type: string;
  size: string;
  noAnchors: string;
  queues: string;
  queuesMean: string;
  issuing: string;
  outbox: string;
  waiting: (count: number, oldest: string | undefined) => string;
  behind: string;
};

const zh: Words = {
  title: '各城市的链',
  lead: '链上只有登记根、状态和授权承诺，没有任何个人信息。每座城市的链由各自的验证节点共同签名。',
  home: '本市',
  partner: '伙伴城市',
  reachable: '有应答',
  unreachable: '没有应答',
  unreachableMeans: '暂时无法核验这座城市的证照，结论会是“无法确定”，而不是“无效”。',
  head: '链头',
  headMeans: '链头是各验证节点共同签名确认的最新区块。签名即使没有新区块也会定期更新，所以“多久以前”说明证据有多新鲜。',
  height: '高度',
  hash: '哈希',
  time: '时间',
  confirmed: '确认时间',
  age: '新鲜度',
  ago: (span) => `${span}前`,
  votes: '签名',
  votesOf: (votes) => `${votes} 个验证节点`,
  blocks: '最近的区块',
  blocksMeans: '没有新业务时不产生空区块。',
  transactions: '交易数',
  noBlocks: '还没有区块',
  anchors: '本市最近登记的批次',
  anchorsMeans: '同一秒签发的证照合为一批，链上只登记这一批的根。',
  anchor: '批次',
  department: '出具机关',
  type: '证照种类',
  size: '证照数',
  noAnchors: '还没有登记过证照',
  queues: '本市待办',
  queuesMean: '持续增多或等待变长，说明链、签发程序或磁盘需要检查。',
  issuing: '待签发的证照',
  outbox: '待上链的交易',
  waiting: (count, oldest) => (oldest === undefined ? '没有' : `${count} 项，最早的已等待${oldest}`),
  behind: '刷新没有成功，显示的是之前的数据。',
};

const en: Words = {
  title: 'The cities’ chains',
  lead: 'The chains hold roots, states and commitments, and no personal data. Each city’s chain is signed by validators of its own.',
  home: 'this city',
  partner: 'partner city',
  reachable: 'answers',
  unreachable: 'does not answer',
  unreachableMeans:
    'Certificates of this city cannot be verified at the moment: the answer will be “cannot determine”, not “invalid”.',
  head: 'Head',
  headMeans:
    'The head is the newest block that the validators signed together. They renew their signatures even without new blocks, so its age says how fresh the evidence is.',
  height: 'Height',
  hash: 'Hash',
  time: 'Time',
  confirmed: 'Confirmed',
  age: 'Freshness',
  ago: (span) => `${span} ago`,
  votes: 'Signed by',
  votesOf: (votes) => `${votes} validators`,
  blocks: 'Newest blocks',
  blocksMeans: 'Without work there are no blocks.',
  transactions: 'Transactions',
  noBlocks: 'No blocks yet',
  anchors: 'Newest batches of this city',
  anchorsMeans: 'Certificates issued in the same second share a batch; only the batch’s root is on chain.',
  anchor: 'Batch',
  department: 'Issuer',
  type: 'Type',
  size: 'Certificates',
  noAnchors: 'No certificate has been anchored yet',
  queues: 'Waiting in this city',
  queuesMean: 'More and more, or waiting longer and longer, means that the chain, a Signer or a disk needs a look.',
  issuing: 'Certificates to be issued',
  outbox: 'Transactions for the chain',
  waiting: (count, oldest) => (oldest === undefined ? 'None' : `${count}, the oldest for ${oldest}`),
  behind: 'The refresh failed; these are the earlier data.',
};

export const messages: Texts<Words> = { zh, en };
