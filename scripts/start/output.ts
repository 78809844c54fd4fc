import type { RegionPlan } from './regions.ts';
import { localUrl } from './regions.ts';

/** What a person reads when everything runs: where, and what to try first. */
export function welcome(regions: readonly RegionPlan[], seconds: number): string {
  const [home, partner] = regions as [RegionPlan, RegionPlan];
  const [homeUrl, partnerUrl] = [localUrl(home.servicePort), localUrl(partner.servicePort)];
  return [
    '',
    `证链已就绪 · Zhenglian is ready (${seconds.toFixed(1)} s)`,
    '',
    ...regions.map(({ name, servicePort }) => `  ${name.zh} ${name.en.padEnd(9)} ${localUrl(servicePort)}`),
    '',
    '试一试 · Three things to try',
    '',
    `  1 窗口人员 · as a window clerk in ${home.name.en}`,
    `    ${homeUrl}/verify`,
    '    点一个示例，或拖入 examples/valid.txt、examples/revoked.txt：结论、理由、下一步',
    '    Click an example, or drop examples/valid.txt or examples/revoked.txt: verdict, reasons, next action.',
    `  2 协作城市 · as a clerk in the partner city, ${partner.name.en}`,
    `    ${partnerUrl}/verify   npm run verify -- examples/valid.txt`,
    `    同一份${home.name.zh}的证照，由${partner.name.zh}对照${home.name.zh}的链核验，不经其服务`,
    `    The same certificate, checked against ${home.name.en}'s chain, not against its service's word.`,
    '  3 市民 · as a citizen',
    `    ${homeUrl}/citizen`,
    '    查看本人证照与记录，选择字段，向窗口出示二维码',
    '    See your certificates and records, choose what to disclose, show the window a QR code.',
    '',
    'Ctrl-C 停止全部程序 · Ctrl-C stops everything',
  ].join('\n');
}

/** A line of one program, or of the supervisor itself. */
export function prefixed(label: string, line: string): string {
  return `${label.padEnd(19)} ${line}`;
}
