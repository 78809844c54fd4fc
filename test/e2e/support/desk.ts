import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';

/** What the verify page says: word and first reason as data, and the text a person reads. */
export type Shown = { verdict: string; code: string; text: string };

/** Waits for an answer and reads it. */
export async function shown(page: Page): Promise<Shown> {
  const banner = page.locator('[data-verdict]');
  await banner.waitFor();
  const [verdict, code, text] = await Promise.all([
    banner.getAttribute('data-verdict'),
    banner.getAttribute('data-code'),
    banner.innerText(),
  ]);
  return { verdict: verdict ?? '', code: code ?? '', text };
}

/** Clicks an example and waits for its answer. */
export async function tryExample(page: Page, name: string): Promise<Shown> {
  await page.keyboard.press('Escape');
  await page.locator('[data-verdict]').waitFor({ state: 'detached' });
  await page.locator(`[data-example="${name}"]`).click();
  return shown(page);
}

/** Pastes as a person does: through the clipboard, into the box that has the focus. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.locator('#artefact').focus();
  await page.keyboard.press('Control+V');
}

/** The value shown for a claim, or undefined when it is not shown. */
export async function claim(page: Page | Locator, name: string): Promise<string | undefined> {
  const fact = page.locator(`[data-claim="${name}"] dd`);
  return (await fact.count()) === 0 ? undefined : fact.first().innerText();
}

/** The colour is never the only sign: word, icon and reason are there as well. */
export async function expectPlain(page: Page): Promise<void> {
  const banner = page.locator('[data-verdict]');
  expect(await banner.locator('svg').count()).to.be.greaterThan(0);
  expect((await banner.locator('h2').innerText()).length).to.be.greaterThan(1);
}
