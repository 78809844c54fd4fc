import type { Reason } from '../../api/answers.ts';
import type { Texts } from '../../shell/language.tsx';

type Words = {
  title: string;
  lead: string;
  filter: string;
  search: string;
  count: (count: number) => string;
  code: string;
  meaning: string;
  next: string;
  reference: string;
  verdicts: Record<Reason['verdict'] | 'all', string>;
};

const zh: Words = {
  title: '原因表',
  lead: '核验结论所用的全部原因代码。代码只增不改，写进案卷之后任何时候都查得到。',
  filter: '按结论筛选',
  search: '查找代码或文字',
  count: (count) => `${count} 条`,
  code: '代码',
  meaning: '含义',
  next: '下一步',
  reference: '依据',
  verdicts: { all: '全部', valid: '有效', invalid: '无效', undetermined: '无法确定' },
};

const en: Words = {
  title: 'Table of reasons',
  lead: 'Every reason code a verdict can name. Codes are added and never changed, so one in a case file can always be looked up.',
  filter: 'Filter by verdict',
  search: 'Find a code or words',
  count: (count) => `${count} ${count === 1 ? 'reason' : 'reasons'}`,
  code: 'Code',
  meaning: 'Meaning',
  next: 'Next step',
  reference: 'Reference',
  verdicts: { all: 'All', valid: 'Valid', invalid: 'Invalid', undetermined: 'Cannot determine' },
};

export const messages: Texts<Words> = { zh, en };
