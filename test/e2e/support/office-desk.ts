import type { Page } from 'playwright-core';
import { ndjson } from '../../support/bulk/register.ts';
import { request } from '../../support/http-server.ts';
import { newKey } from '../../support/issue.ts';
import { titleRow } from '../../support/bulk/title-rows.ts';
import type { Visit } from './visit.ts';

/** A register of professional titles as a file to choose. */
export function titlesFile(rows: number, from: number, wrongRow?: string) {
  const text = ndjson(Array.from({ length: rows }, (_, n) => titleRow(from + n)));
  return { name: 'titles.ndjson', mimeType: '', buffer: Buffer.from(text + (wrongRow ?? '')) };
}

/** USCC of the department of that kind, and a token for it. */
export async function officeOf(city: string, kind: string): Promise<{ uscc: string; name: string; token: string }> {
  const types = (await request(`${city}/v1/types`)).json as {
    departments: { uscc: string; kind: string; name: { zh: string } }[];
  };
  const found = types.departments.find((department) => department.kind === kind);
  if (found === undefined) throw new Error(`no department ${kind}`);
  const body = { role: 'department', department: found.uscc };
  const { json } = await request(`${city}/v1/development/tokens`, { body });
  return { uscc: found.uscc, name: found.name.zh, token: json['token'] as string };
}

export type Title = { id: string; licence: string; certificate: string };

/** Issues a professional title. */
export async function issueTitle(city: string, token: string, n: number): Promise<Title> {
  const body = { type: 'professional-title', ...titleRow(n) };
  const reply = await request(`${city}/v1/certificates`, { token, headers: newKey(), body });
  if (reply.status !== 201) throw new Error(`not issued: ${reply.text}`);
  return reply.json as Title;
}

/** Signs in on the department page, as the department or window of that name. */
export async function work(visit: Visit, name: string): Promise<void> {
  await visit.go('/department');
  const { page } = visit;
  await page.locator('#office').click();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.locator('.choose-office button').click();
  await page.getByRole('tab').first().waitFor();
}

/** Picks an option of one of Ant Design's selects by its text. */
export async function pick(page: Page, id: string, text: string): Promise<void> {
  await page.locator(`#${id}`).click();
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: text })
    .click();
}
