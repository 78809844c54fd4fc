import { expect } from 'chai';
import { shown, tryExample } from './support/desk.ts';
import { noEvidence, overflow, seriousFaults, visit } from './support/visit.ts';
import { theWorld } from './support/world.ts';

const pages = [
  { path: '/verify', zh: '核验证照与记录', en: 'Verify certificates and records', shows: '[data-example]' },
  { path: '/citizen', zh: '我的证照与记录', en: 'My certificates and records', shows: '#citizen' },
  { path: '/department', zh: '部门办理', en: 'Department desk', shows: '#office' },
  { path: '/chain', zh: '各城市的链', en: 'The cities’ chains', shows: '[data-chain] [data-head]' },
  { path: '/reasons', zh: '原因表', en: 'Table of reasons', shows: '.reason-table tbody tr' },
  { path: '/api', zh: '接口说明', en: 'API', shows: '.endpoint' },
];

describe('Every page in both languages', () => {
  for (const language of ['zh', 'en'] as const) {
    it(`is reached by the navigation, has its title and language, and no serious fault, in ${language}`, async () => {
      const one = await visit({ language });
      await one.go('/');
      for (const page of pages) {
        await one.page.locator(`nav a[href="${page.path}"]`).click();
        await one.page.getByRole('heading', { level: 1, name: page[language], exact: true }).waitFor();
        await one.page.locator(page.shows).first().waitFor();
        expect(await one.page.title()).to.contain(page[language]);
        expect(await one.page.locator('html').getAttribute('lang')).to.equal(language === 'zh' ? 'zh-CN' : 'en');
        expect(await seriousFaults(one.page)).to.deep.equal([]);
      }
      await one.leave();
    });

    it(`fits a phone 360 pixels wide, in ${language}`, async () => {
      const one = await visit({ language, width: 360, height: 740 });
      for (const page of pages) {
        await one.go(page.path);
        await one.page.locator(page.shows).first().waitFor();
        expect([page.path, await overflow(one.page)]).to.deep.equal([page.path, 0]);
      }
      await one.go('/verify');
      for (const name of ['valid.txt', 'revoked.txt', 'unreachable.txt']) {
        await tryExample(one.page, name);
        await one.page.locator('.check-list summary').click();
        expect([name, await overflow(one.page)]).to.deep.equal([name, 0]);
        expect(await seriousFaults(one.page)).to.deep.equal([]);
      }
      await one.leave(noEvidence);
    });
  }

  it('remembers the language that was switched to', async () => {
    const one = await visit();
    await one.go('/reasons');
    await one.page.getByText('English', { exact: true }).click();
    await one.page.getByRole('heading', { level: 1, name: 'Table of reasons' }).waitFor();
    await one.page.reload();
    await one.page.getByRole('heading', { level: 1, name: 'Table of reasons' }).waitFor();
    await one.leave();
  });

  it('switches language without losing the answer on the screen', async () => {
    const one = await visit();
    await one.go('/verify');
    await tryExample(one.page, 'revoked.txt');
    await one.page.getByText('English', { exact: true }).click();
    await one.page.getByRole('heading', { level: 1, name: 'Verify certificates and records' }).waitFor();
    expect((await shown(one.page)).text).to.contain('Invalid');
    await one.leave();
  });

  it('says so where there is no such page', async () => {
    const one = await visit();
    await one.go('/no-such-page');
    await one.page.getByText('没有这个页面').waitFor();
    await one.leave();
  });
});

describe('The keyboard alone', () => {
  it('skips to the content and follows the navigation', async () => {
    const one = await visit();
    await one.go('/chain');
    await one.page.keyboard.press('Tab');
    expect(await one.page.evaluate(() => document.activeElement?.className)).to.equal('skip-link');
    await one.page.locator('nav a[href="/reasons"]').focus();
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('heading', { level: 1, name: '原因表' }).waitFor();
    expect(await one.page.locator('nav a[aria-current="page"]').innerText()).to.equal('原因表');
    await one.leave();
  });
});

describe('The chain page', () => {
  it('shows both heads, blocks and batches, and refreshes quietly', async () => {
    const one = await visit();
    await one.page.clock.install();
    await one.go('/chain');
    for (const caip2 of ['eip155:370500', 'eip155:370100']) {
      const card = one.page.locator(`[data-chain="${caip2}"]`);
      expect(Number(await card.locator('[data-head]').getAttribute('data-head'))).to.be.greaterThan(0);
      expect(await card.locator('tbody tr').count()).to.be.greaterThan(0);
      expect(await card.innerText()).to.contain('有应答');
    }
    expect(await one.page.locator('.anchors tbody tr').count()).to.be.greaterThan(0);
    const refreshed = one.page.waitForResponse((response) => response.url().endsWith('/v1/chains'));
    await one.page.clock.fastForward(5_000);
    await refreshed;
    await one.leave();
  });

  it('shows operators what waits and since when', async () => {
    const one = await visit();
    await one.page.route('**/v1/chains', async (route) => {
      const answer = await route.fetch();
      const queues = { issuing: { depth: 1200, oldestSeconds: 300 }, outbox: { depth: 0, oldestSeconds: 0 } };
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), queues } });
    });
    await one.go('/chain');
    await one.page.locator('[data-queue="issuing"]').waitFor();
    expect(await one.page.locator('[data-queue="issuing"]').innerText()).to.match(/1200 项，最早的已等待5\s?分钟/);
    expect(await one.page.locator('[data-queue="outbox"]').innerText()).to.contain('没有');
    await one.leave();
  });

  it('says what it means when the other city does not answer', async () => {
    const one = await visit();
    await one.page.route('**/v1/chains', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { chains: { home: boolean; reachable: boolean; head?: unknown }[] };
      for (const chain of body.chains.filter(({ home }) => !home))
        Object.assign(chain, { reachable: false, head: undefined });
      await route.fulfill({ response: answer, json: body });
    });
    await one.go('/chain');
    await one.page.locator(`[data-chain="eip155:370100"]`).getByText('结论会是“无法确定”，而不是“无效”').waitFor();
    await one.leave();
  });
});

describe('The table of reasons', () => {
  it('leads from a verdict to its code, and can be searched', async () => {
    const one = await visit();
    await one.go('/verify');
    await tryExample(one.page, 'revoked.txt');
    await one.page.getByRole('link', { name: 'status.revoked' }).click();
    await one.page.locator('.reason-marked').waitFor();
    expect(await one.page.locator('.reason-marked').innerText()).to.contain('status.revoked');
    await one.page.getByRole('searchbox').fill('chain.unreachable');
    expect(await one.page.locator('.reason-table tbody tr').count()).to.equal(1);
    await one.leave();
  });
});

describe('The API page', () => {
  it('lists every endpoint of the document with its roles', async () => {
    const document = (await (await fetch(`${theWorld().cities.dongying}/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    const count = Object.values(document.paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
    const one = await visit();
    await one.go('/api');
    await one.page.locator('.endpoint').first().waitFor();
    expect(await one.page.locator('.endpoint').count()).to.equal(count);
    const issue = one.page.locator('#issueCertificate');
    await issue.locator('summary').click();
    expect(await issue.innerText()).to.match(/发证部门[\s\S]*Idempotency-Key/);
    expect(await seriousFaults(one.page)).to.deep.equal([]);
    await one.leave();
  });
});
