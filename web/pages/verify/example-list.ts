import type { Bilingual } from '../../api/answers.ts';

/** What the example files show, in the order to try them; the deployment says which of them it has. */
export const exampleNames: Record<string, Bilingual> = {
  'valid.txt': { zh: '有效', en: 'Valid' },
  'jinan.txt': { zh: '济南签发', en: 'From Jinan' },
  'record.json': { zh: '公积金记录', en: 'Housing fund record' },
  'absent.json': { zh: '没有记录的证明', en: 'Proof of no record' },
  'revoked.txt': { zh: '已注销', en: 'Revoked' },
  'suspended.txt': { zh: '已暂停', en: 'Suspended' },
  'expired.txt': { zh: '已过期', en: 'Expired' },
  'superseded.txt': { zh: '已被取代', en: 'Superseded' },
  'tampered.txt': { zh: '被改动', en: 'Tampered with' },
  'unknown-city.txt': { zh: '未知城市', en: 'Unknown city' },
  'unreachable.txt': { zh: '链无应答', en: 'Chain unreachable' },
};
