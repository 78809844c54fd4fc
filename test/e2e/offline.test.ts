import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { paste, shown } from './support/desk.ts';
import type { Shown } from './support/desk.ts';
import { overflow, seriousFaults, visit } from './support/visit.ts';
import type { Visit, VisitOptions } from './support/visit.ts';
import { theWorld } from './support/world.ts';

const example = (name: string) => readFile(join(theWorld().cities.examples, name), 'utf8');
const disconnected = /ERR_INTERNET_DISCONNECTED|ERR_FAILED/;

/** Opens the panel and downloads a bundle of the city, seeing its size first. */
async function download(page: Page, caip2: string): Promise<void> {
  const panel = page.locator('.offline-panel');
  if ((await panel.getAttribute('open')) === null) await panel.locator('summary').click();
  await page.locator('#offline-city').selectOption(caip2);
  await page.locator('[data-bytes]').waitFor();
  expect(Number(await page.locator('[data-bytes]').getAttribute('data-bytes'))).to.be.greaterThan(1_000);
  await page.locator('[data-action="download-bundle"]').click();
  await page.locator(`[data-bundle="${caip2}"]`).waitFor();
}

async function verified(page: Page, name: string): Promise<Shown> {
  await page.keyboard.press('Escape');
  await page.locator('[data-verdict]').waitFor({ state: 'detached' });
  await paste(page, await example(name));
  return shown(page);
}

const words = {
  zh: { asOf: /断网核验：截至 .*前的离线证据（时效 24小时）/, since: '此后的注销、暂停不会体现' },
  en: {
    asOf: /Without a network: as of .* old \(good for 24 hours\)/,
    since: 'revoked or suspended since is not known',
  },
} as const;

describe('A window without a network', () => {
  const open = async (options: VisitOptions = {}): Promise<Visit> => {
    const desk = await visit(options);
    await desk.page.clock.install();
    await desk.go('/verify');
    return desk;
  };

  for (const language of ['zh', 'en'] as const) {
    it(`verifies both cities’ certificates as of the bundles’ time, in ${language}`, async () => {
      const desk = await open({ language });
      await download(desk.page, 'eip155:370500');
      await download(desk.page, 'eip155:370100');
      expect(await seriousFaults(desk.page)).to.deep.equal([]);
      await desk.context.setOffline(true);
      for (const name of ['valid.txt', 'jinan.txt']) {
        expect((await verified(desk.page, name)).verdict, name).to.equal('valid');
        const asOf = await desk.page.locator('.as-of').innerText();
        expect(asOf).to.match(words[language].asOf).and.contain(words[language].since);
      }
      expect(await verified(desk.page, 'revoked.txt')).to.include({ verdict: 'invalid', code: 'status.revoked' });
      expect(await desk.page.locator('.as-of').count()).to.equal(1);
      expect(await verified(desk.page, 'tampered.txt')).to.include({ verdict: 'invalid' });
      expect(await seriousFaults(desk.page)).to.deep.equal([]);
      await desk.leave(disconnected);
    });
  }

  it('cannot determine what is not in the bundle', async () => {
    const desk = await open();
    await download(desk.page, 'eip155:370500');
    await desk.context.setOffline(true);
    expect(await verified(desk.page, 'record.json')).to.include({
      ...{ verdict: 'undetermined', code: 'chain.notInBundle' },
    });
    expect(await verified(desk.page, 'jinan.txt')).to.include({ verdict: 'undetermined', code: 'chain.unreachable' });
    await desk.leave(disconnected);
  });

  it('cannot determine anything after the signed age, and says how old the bundle is', async () => {
    const desk = await open();
    await download(desk.page, 'eip155:370500');
    await desk.context.setOffline(true);
    expect((await verified(desk.page, 'valid.txt')).verdict).to.equal('valid');
    await desk.page.clock.fastForward(86_400_000 + 60_000);
    await desk.page.getByText('证据已经过时，请重新核验。').waitFor();
    for (const name of ['valid.txt', 'revoked.txt']) {
      const answer = await verified(desk.page, name);
      expect(answer, name).to.include({ verdict: 'undetermined', code: 'chain.bundleExpired' });
    }
    expect(await desk.page.locator('.as-of').innerText()).to.match(/24小时前/);
    expect(await desk.page.locator('[data-bundle]').innerText()).to.contain('已过时效');
    await desk.leave(disconnected);
  });

  it('keeps its bundle when the page is opened again, and forgets it when told to', async () => {
    const desk = await open();
    await download(desk.page, 'eip155:370500');
    await desk.page.reload();
    await desk.page.locator('[data-bundle="eip155:370500"]').waitFor({ state: 'attached' });
    await desk.context.setOffline(true);
    expect((await verified(desk.page, 'valid.txt')).verdict).to.equal('valid');
    await desk.page.locator('.offline-panel summary').click();
    await desk.page.locator('[data-bundle] button').click();
    await desk.page.locator('[data-bundle]').waitFor({ state: 'detached' });
    expect(await verified(desk.page, 'valid.txt')).to.include({ verdict: 'undetermined', code: 'chain.unreachable' });
    await desk.leave(disconnected);
  });

  it('takes a bundle from a file, and says when a file is none', async () => {
    const desk = await open({ width: 360, height: 800 });
    await desk.page.locator('.offline-panel summary').click();
    const file = desk.page.locator('.offline-panel input[type=file]');
    await file.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await desk.page.getByText('这个离线包不完整').waitFor();
    const bundle = await fetch(`${theWorld().cities.dongying}/v1/offline-bundles/newest?newest=5`);
    const buffer = Buffer.from(await bundle.arrayBuffer());
    await file.setInputFiles({ name: 'city.json', mimeType: 'application/json', buffer });
    await desk.page.locator('[data-bundle="eip155:370500"]').waitFor();
    expect(await overflow(desk.page)).to.be.at.most(0);
    await desk.leave();
  });

  it('asks the chain while there is a network, bundle or not', async () => {
    const desk = await open();
    await download(desk.page, 'eip155:370500');
    expect((await verified(desk.page, 'valid.txt')).verdict).to.equal('valid');
    expect(await desk.page.locator('.as-of').count()).to.equal(0);
    await desk.leave();
  });
});
