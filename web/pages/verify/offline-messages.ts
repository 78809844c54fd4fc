import type { Texts } from '../../shell/language.tsx';

type Words = {
  title: string;
  none: string;
  lead: string;
  city: string;
  department: string;
  everyDepartment: string;
  batches: string;
  newest: (count: number) => string;
  every: string;
  holds: (batches: number, certificates: number, size: string) => string;
  incomplete: string;
  download: string;
  file: string;
  remove: string;
  kept: (asOf: string, age: string) => string;
  until: (time: string) => string;
  expired: string;
  asOf: (asOf: string, age: string, limit: string) => string;
  since: string;
  means: string;
};

const zh: Words = {
  title: '断网核验',
  none: '尚未下载离线包',
  lead: '联网时下载离线包，断网后自动使用。结论以离线包的时间为准，此后的注销、暂停不会体现；超过时效后一律“无法确定”。',
  city: '城市',
  department: '出具机关',
  everyDepartment: '全部机关',
  batches: '范围',
  newest: (count) => `最近 ${count} 批`,
  every: '全部',
  holds: (batches, certificates, size) => `${batches} 批、${certificates} 份证照，${size}`,
  incomplete: '超出服务的上限，只含最近的批次。',
  download: '下载离线包',
  file: '从文件载入',
  remove: '删除',
  kept: (asOf, age) => `截至 ${asOf}（${age}前）`,
  until: (time) => `有效至 ${time}`,
  expired: '已过时效，请重新下载',
  asOf: (asOf, age, limit) => `断网核验：截至 ${asOf}，${age}前的离线证据（时效 ${limit}）。`,
  since: '此后的注销、暂停不会体现。',
  means: '出自有权机关，内容未被改动；在下列时间有效。',
};

const en: Words = {
  title: 'Verify without a network',
  none: 'No offline bundle downloaded yet',
  lead: 'Download a bundle while there is a network; it is used by itself when there is none. Verdicts are as of its time: what was revoked or suspended since is not known. After its age nothing can be determined.',
  city: 'City',
  department: 'Issuer',
  everyDepartment: 'All departments',
  batches: 'Batches',
  newest: (count) => `Newest ${count}`,
  every: 'All',
  holds: (batches, certificates, size) => `${batches} batches, ${certificates} certificates, ${size}`,
  incomplete: 'More than the service gives; only the newest are in it.',
  download: 'Download the bundle',
  file: 'Load from a file',
  remove: 'Remove',
  kept: (asOf, age) => `As of ${asOf} (${age} ago)`,
  until: (time) => `good until ${time}`,
  expired: 'too old; download a new one',
  asOf: (asOf, age, limit) => `Without a network: as of ${asOf}, from a bundle ${age} old (good for ${limit}).`,
  since: 'What was revoked or suspended since is not known.',
  means: 'Issued by a competent authority, unaltered, and in force at the time below.',
};

export const offlineMessages: Texts<Words> = { zh, en };

/** A size for people: "28 KB", "1.3 MB". */
export function formatSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
