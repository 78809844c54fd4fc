import { createRequire } from 'node:module';
import { expect } from 'chai';
import type jsqr from 'jsqr';
import { choose, enter, makeLink, showableCitizen } from './support/citizen-desk.ts';
import type { FoundCitizen } from './support/citizen-desk.ts';
import { leavePresentation } from './support/citizen-api.ts';
import type { LeftPresentation } from './support/citizen-api.ts';
import { claim, paste, shown } from './support/desk.ts';
import { overflow, seriousFaults, visit } from './support/visit.ts';
import type { Visit } from './support/visit.ts';
import { theWorld } from './support/world.ts';

const jsQR = createRequire(import.meta.url)('jsqr') as typeof jsqr.default;
const home = 'eip155:370500';
const partner = 'eip155:370100';
const goneConsole = /status of 4(04|10)/;

/** Made when this file begins, never taken: by its end it has outlived its 60 seconds, and is remembered still. */
let untaken: LeftPresentation;

describe('A citizen’s own page', () => {
  let citizen: Visit;
  let person: FoundCitizen;
  before(async () => {
    untaken = await leavePresentation(theWorld().cities.dongying);
    person = await showableCitizen(theWorld().cities.dongying);
    citizen = await visit();
    await enter(citizen, person);
  });
  after(() => citizen.leave());

  it('shows certificates with their state', async () => {
    expect(await citizen.page.locator('.hello').innerText()).to.contain(person.name);
    const card = citizen.page.locator(`[data-certificate="${person.certificate.type}"][data-status="valid"]`).first();
    expect(await card.innerText()).to.match(/有效[\s\S]*1\.2\.156\.3005\.2\./);
    await card.locator('summary').click();
    expect(await claim(card, 'name')).to.equal(person.name);
    expect(await seriousFaults(citizen.page)).to.deep.equal([]);
  });

  it('shows records with proof of presence or absence', async () => {
    await citizen.page.getByRole('tab', { name: '记录' }).click();
    await citizen.page.locator('[data-record]').first().waitFor();
    const texts = await citizen.page.locator('[data-record]').allInnerTexts();
    expect(texts.length).to.be.greaterThan(1);
    for (const text of texts) expect(text).to.match(/有记录|经证明没有记录/);
    expect(await seriousFaults(citizen.page)).to.deep.equal([]);
  });

  it('shows who looked, this very look included', async () => {
    await citizen.page.getByRole('tab', { name: '谁看过' }).click();
    await citizen.page.getByText('没有事项编号就不能查询').waitFor();
    expect(await seriousFaults(citizen.page)).to.deep.equal([]);
  });

  it('saves a record answer that anybody’s verify page accepts', async () => {
    await citizen.page.getByRole('tab', { name: '记录' }).click();
    const saved = citizen.page.waitForEvent('download');
    await citizen.page.locator('[data-record] button').first().click();
    const file = await (await saved).path();
    const clerk = await visit({ city: theWorld().cities.jinan });
    await clerk.go('/verify');
    await clerk.page.locator('input[type=file]').setInputFiles(file);
    const answer = await shown(clerk.page);
    expect(answer.verdict).to.equal('valid');
    expect(answer.code).to.match(/^record\.(present|absent)$/);
    await clerk.leave();
  });
});

describe('A citizen on a phone, in English', () => {
  it('reads every tab without scrolling sideways, by arrow keys', async () => {
    const citizen = await visit({ width: 360, height: 740, language: 'en' });
    await enter(citizen, await showableCitizen(theWorld().cities.dongying));
    for (const name of ['Certificates', 'Records', 'Who looked']) {
      const tab = citizen.page.getByRole('tab', { name });
      expect(await tab.getAttribute('aria-selected')).to.equal('true');
      expect([name, await overflow(citizen.page)]).to.deep.equal([name, 0]);
      expect(await seriousFaults(citizen.page)).to.deep.equal([]);
      await tab.focus();
      await citizen.page.keyboard.press('ArrowRight');
    }
    await citizen.leave();
  });
});

describe('From the citizen’s browser to a window', () => {
  let citizen: Visit;
  let person: FoundCitizen;
  const links: string[] = [];
  before(async () => {
    person = await showableCitizen(theWorld().cities.dongying);
    citizen = await visit({ width: 360, height: 740 });
    await enter(citizen, person);
  });
  after(() => citizen.leave());

  it('makes a key that cannot be exported, and a code that a camera reads', async () => {
    await choose(citizen.page, person.certificate, ['name'], home);
    links.push(await makeLink(citizen.page));
    expect(links[0]).to.match(
      new RegExp(`^${theWorld().cities.dongying}/verify#present=370500\\.[0-9a-f-]{36}\\.[A-Za-z0-9_-]{43}$`),
    );
    const { pixels, width, height } = await citizen.page.locator('.qr').evaluate(async (svg) => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
      await image.decode();
      const context = new OffscreenCanvas(320, 320).getContext('2d')!;
      context.drawImage(image, 0, 0, 320, 320);
      const { data, width, height } = context.getImageData(0, 0, 320, 320);
      return { pixels: Array.from(data, (byte) => String.fromCharCode(byte)).join(''), width, height };
    });
    expect(jsQR(Uint8ClampedArray.from(Buffer.from(pixels, 'latin1')), width, height)?.data).to.equal(links[0]);
    const extractable = await citizen.page.evaluate(
      (id) =>
        new Promise((resolve, reject) => {
          const open = indexedDB.open('zhenglian-holder');
          open.onerror = () => reject(open.error ?? new Error('no database'));
          open.onsuccess = () => {
            const get = open.result.transaction('keys').objectStore('keys').get(id);
            get.onsuccess = () => resolve((get.result as { privateKey: CryptoKey }).privateKey.extractable);
          };
        }),
      person.person,
    );
    expect(extractable).to.equal(false);
    expect(await overflow(citizen.page)).to.equal(0);
    expect(await seriousFaults(citizen.page)).to.deep.equal([]);
  });

  it('lets a window of the same city see what was chosen, proven to be the holder’s, and no more', async () => {
    const clerk = await visit();
    await clerk.page.goto(links[0] ?? '');
    expect(await shown(clerk.page)).to.include({ verdict: 'valid', code: 'policy.satisfied' });
    await clerk.page.locator('.holder-proven').waitFor();
    expect(await claim(clerk.page, 'name')).to.equal(person.name);
    expect(await claim(clerk.page, 'number')).to.equal(undefined);
    expect(clerk.page.url()).not.to.contain('present=');
    await clerk.leave();
  });

  it('works once only', async () => {
    const second = await visit();
    await second.go('/verify');
    await paste(second.page, links[0] ?? '');
    await second.page.getByText('presentation.gone').waitFor();
    expect(await second.page.locator('[data-verdict]').count()).to.equal(0);
    await second.leave(goneConsole);
  });

  it('goes to a window of the other city, which asks the first city’s chain', async () => {
    await citizen.page.locator(`input[type=radio][value="${partner}"]`).check();
    links.push(await makeLink(citizen.page, links));
    expect(links[1]).to.match(new RegExp(`^${theWorld().cities.jinan}/verify#present=370500\\.`));
    const clerk = await visit({ city: theWorld().cities.jinan, language: 'en' });
    await clerk.page.goto(links[1] ?? '');
    expect(await shown(clerk.page)).to.include({ verdict: 'valid', code: 'policy.satisfied' });
    expect(await clerk.page.locator('#evidence-title ~ dl').innerText()).to.contain(home);
    expect(await claim(clerk.page, 'name')).to.equal(person.name);
    await clerk.leave();
  });

  it('is refused by a window of a city it was not made for', async () => {
    links.push(await makeLink(citizen.page, links));
    const clerk = await visit();
    await clerk.go('/verify');
    await paste(clerk.page, links[2] ?? '');
    expect(await shown(clerk.page)).to.include({ verdict: 'invalid', code: 'holder.audienceMismatch' });
    await clerk.leave();
  });

  it('is not opened by another key, nor by half a link', async () => {
    links.push(await makeLink(citizen.page, links));
    const clerk = await visit();
    await clerk.go('/verify');
    await paste(clerk.page, (links[3] ?? '').slice(0, -3));
    await clerk.page.getByText('presentation.linkBroken').waitFor();
    await paste(clerk.page, (links[3] ?? '').replace(/.{43}$/, 'A'.repeat(43)));
    await clerk.page.getByText('presentation.unreadable').waitFor();
    expect(await clerk.page.locator('[data-verdict]').count()).to.equal(0);
    await clerk.leave();
  });
});

describe('Sixty seconds', () => {
  it('count down on the citizen’s screen, and then the code is gone', async () => {
    const person = await showableCitizen(theWorld().cities.dongying);
    const citizen = await visit();
    await citizen.page.clock.install();
    await enter(citizen, person);
    await choose(citizen.page, person.certificate, [], home);
    await makeLink(citizen.page);
    const left = Number(await citizen.page.locator('[data-left]').getAttribute('data-left'));
    expect(left).to.be.within(50, 60);
    await citizen.page.clock.fastForward(61_000);
    await citizen.page.locator('.qr').waitFor({ state: 'detached' });
    await citizen.page.getByText('二维码已失效').first().waitFor();
    await citizen.leave();
  });

  it('are the life of a link nobody has taken', async function () {
    this.timeout(90_000);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, untaken.madeAt + 61_000 - Date.now())));
    const clerk = await visit();
    await clerk.go('/verify');
    await paste(clerk.page, `${theWorld().cities.dongying}/verify#present=${untaken.id}.${'A'.repeat(43)}`);
    await clerk.page.getByText('presentation.gone').waitFor();
    await clerk.leave(goneConsole);
  });
});
