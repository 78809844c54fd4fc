import type { Page } from 'playwright-core';
import { request } from '../../support/http-server.ts';
import { citizensOf, tokenOf } from './citizen-api.ts';
import type { Visit } from './visit.ts';

export type Held = { id: string; type: string; status: string; state: string; validUntil?: number | null };
export type FoundCitizen = { person: string; name: string; number: string; certificate: Held };

/** The first development citizen of the city with a certificate that can be shown. */
export async function showableCitizen(city: string): Promise<FoundCitizen> {
  const now = Date.now() / 1000;
  for (const citizen of await citizensOf(city)) {
    const token = await tokenOf(city, { role: 'citizen', person: citizen.person });
    const { certificates } = (await request(`${city}/v1/holdings`, { token })).json as { certificates: Held[] };
    const certificate = certificates.find(
      ({ status, state, validUntil }) =>
        status === 'valid' && state === 'issued' && (validUntil ?? Infinity) > now + 600,
    );
    if (certificate !== undefined) return { ...citizen, certificate };
  }
  throw new Error('nobody has a valid certificate');
}

/** Signs in on the citizen's page as a person does. */
export async function enter(citizen: Visit, { name, number }: FoundCitizen): Promise<void> {
  await citizen.go('/citizen');
  const { page } = citizen;
  await page.locator('#citizen').click();
  await page.keyboard.type(`${name} ${number}`);
  await page.keyboard.press('Enter');
  await page.locator('.choose button').click();
  await page.locator('[data-certificate]').first().waitFor();
}

/** Opens a certificate's way to a window, ticks the fields, picks the city. */
export async function choose(page: Page, held: Held, fields: string[], caip2: string): Promise<void> {
  const card = page.locator(`[data-certificate="${held.type}"][data-status="valid"]`).first();
  await card.locator('button').first().click();
  for (const field of fields) await page.locator(`.fields input[name="${field}"]`).check();
  await page.locator(`input[type=radio][value="${caip2}"]`).check();
}

/** Makes a QR code and gives the link in it: one that is not among the earlier ones. */
export async function makeLink(page: Page, earlier: string[] = []): Promise<string> {
  await page.locator('.make-code').click();
  const link = await page.waitForFunction((old) => {
    const href = document.querySelector('.window-code a')?.getAttribute('href') ?? '';
    return href === '' || old.includes(href) ? undefined : href;
  }, earlier);
  return (await link.jsonValue()) ?? '';
}
