import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { problemRows } from '../../service/http/problem.ts';
import { routes } from '../../service/http/routes/table.ts';

export const apiDocsPath = fileURLToPath(new URL('../../docs/api.md', import.meta.url));

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function endpointTable(): string {
  const rows = routes.map(({ method, path, roles, summary, developmentOnly, idempotent, answers }) => [
    `\`${method} ${path}\``,
    `${summary.zh}<br>${summary.en}`,
    (roles === 'public' ? 'public' : roles.join(', ')) + (developmentOnly ? ' (development)' : ''),
    Object.keys(answers).join(', ') + (idempotent ? ', key' : ''),
  ]);
  return table(['endpoint', '用途 what for', 'roles', 'answers'], rows);
}

function problemTable(): string {
  const rows = problemRows.map(({ code, status, title, next }) => [
    `\`${code}\``,
    String(status),
    `${title.zh}<br>${title.en}`,
    `${next.zh}<br>${next.en}`,
  ]);
  return table(['code', 'status', '含义 meaning', '下一步 next action'], rows);
}

/** docs/api.md with its tables made anew from the routes and the table of problems; the words between them stay. */
export async function apiDocsText(): Promise<string> {
  const put = (text: string, name: string, content: string): string =>
    text.replace(
      new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`),
      () => `<!-- ${name} -->\n\n${content}\n\n<!-- /${name} -->`,
    );
  const text = put(put(readFileSync(apiDocsPath, 'utf8'), 'endpoints', endpointTable()), 'problems', problemTable());
  return format(text, { ...(await resolveConfig(apiDocsPath)), parser: 'markdown' });
}
