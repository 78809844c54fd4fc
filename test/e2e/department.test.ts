import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { request } from '../support/http-server.ts';
import { newKey } from '../support/issue.ts';
import { issueTitle, officeOf, pick, titlesFile, work } from './support/office-desk.ts';
import type { Title } from './support/office-desk.ts';
import { overflow, seriousFaults, visit } from './support/visit.ts';
import type { Visit } from './support/visit.ts';
import { theWorld } from './support/world.ts';

type Office = Awaited<ReturnType<typeof officeOf>>;

const count = (page: Visit['page'], within: string, name: string) =>
  page.locator(`${within} [data-count="${name}"] dd`).innerText();

describe('A department’s registers', () => {
  let office: Office;
  let clerk: Visit;
  before(async () => {
    office = await officeOf(theWorld().cities.dongying, 'human-resources');
    clerk = await visit();
    await work(clerk, office.name);
  });
  after(() => clerk.leave());

  const chooseFile = (...given: Parameters<typeof titlesFile>) =>
    clerk.page.locator('[data-register-file]').setInputFiles(titlesFile(...given));
  const send = () => clerk.page.locator('[data-action="send"]');

  it('are checked first, which says what is wrong with which row and keeps nothing', async () => {
    const { page } = clerk;
    await pick(page, 'register-type', '职称');
    await chooseFile(30, 0, '{"subject":{"idType":"citizen-id","number":"1"},"claims":{}}\n');
    expect(await send().isDisabled()).to.equal(true);
    await page.locator('[data-action="check"]').click();
    await page.locator('[data-report]').waitFor();
    const found = await Promise.all(
      ['rows', 'acceptable', 'rejected'].map((name) => count(page, '[data-report]', name)),
    );
    expect(found).to.deep.equal(['31', '30', '1']);
    expect(await page.locator('[data-report] details').innerText()).to.match(/31[\s\S]*subject\.invalid/);
    expect(await seriousFaults(page)).to.deep.equal([]);
    const { json } = await request(`${theWorld().cities.dongying}/v1/issue-batches`, { token: office.token });
    expect(json['batches']).to.deep.equal([]);
  });

  it('are then issued while one looks on, and give a result for every row', async () => {
    const { page } = clerk;
    await send().click();
    const card = page.locator('[data-register][data-state="done"]');
    await card.waitFor();
    expect(await count(page, '[data-register]', 'issued')).to.equal('30');
    expect(await count(page, '[data-register]', 'rejected')).to.equal('1');
    const saved = page.waitForEvent('download');
    await card.locator('[data-action="results"]').click();
    const lines = (await readFile(await (await saved).path(), 'utf8')).trim().split('\r\n');
    expect(lines[0]).to.contain('电子证照标识');
    expect(lines).to.have.length(32);
    expect(lines.filter((line) => /^\d+,issued,[0-9a-f-]{36},1\.2\.156/.test(line))).to.have.length(30);
    expect(lines[31]).to.match(/^31,rejected,,,.*subject\.invalid/);
    expect(await seriousFaults(page)).to.deep.equal([]);
  });

  it('handed over once more issue nothing, and say so', async () => {
    const { page } = clerk;
    await chooseFile(30, 0);
    await page.locator('[data-action="check"]').click();
    await page.locator('[data-report]').waitFor();
    expect(await count(page, '[data-report]', 'duplicates')).to.equal('30');
    expect(await send().isDisabled()).to.equal(true);
  });

  it('are followed by a bar, and can be taken back', async () => {
    const { page } = clerk;
    // As if nothing of the newest had reached the chain yet.
    const waiting = { state: 'issuing', issued: 0, waiting: 30 };
    await page.route('**/v1/issue-batches?*', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const answer = await route.fetch();
      const body = (await answer.json()) as { batches: object[] };
      await route.fulfill({ response: answer, json: { batches: body.batches.map((one) => ({ ...one, ...waiting })) } });
    });
    await page.route('**/progress', async (route) => {
      const answer = await route.fetch();
      const seen = JSON.parse((await answer.text()).replace(/^data: /, '')) as object;
      const body = `data: ${JSON.stringify({ ...seen, ...waiting, issued: 12, waiting: 18 })}\n\n`;
      await route.fulfill({ status: 200, contentType: 'text/event-stream', body });
    });
    await page.getByRole('tab', { name: '状态变更' }).click();
    await page.getByRole('tab', { name: '批量签发' }).click();
    const bar = page.locator('[data-register] progress[value="12"]');
    await bar.waitFor();
    expect(await bar.getAttribute('max')).to.equal('30');
    expect(await bar.getAttribute('aria-label')).to.equal('已办结 12 / 30 行');
    expect(await seriousFaults(page)).to.deep.equal([]);
    const asked = page.waitForResponse((response) => response.url().endsWith('/cancellation'));
    await page.locator('[data-action="cancel"]').click();
    expect((await asked).status()).to.equal(200);
    // It is closed now; what was issued long before stays issued.
    await page.locator('[data-register][data-state="cancelled"]').waitFor();
    expect(await count(page, '[data-register]', 'issued')).to.equal('30');
    await page.unrouteAll({ behavior: 'wait' });
  });
});

describe('A department’s changes of status', () => {
  let office: Office;
  let titles: Title[];
  let clerk: Visit;
  const city = () => theWorld().cities.dongying;
  const codeOf = async ({ certificate }: Title) => {
    const { json } = await request(`${city()}/v1/verifications`, { body: { artefact: certificate } });
    return (json['codes'] as string[])[0];
  };
  before(async () => {
    office = await officeOf(city(), 'human-resources');
    titles = await Promise.all([101, 102, 103].map((n) => issueTitle(city(), office.token, n)));
    clerk = await visit();
    await work(clerk, office.name);
    await clerk.page.getByRole('tab', { name: '状态变更' }).click();
  });
  after(() => clerk.leave());

  it('show how many and which before anything is done, and why others are left out', async () => {
    const { page } = clerk;
    const preview = page.locator('[data-action="preview"]');
    await page.locator('input[name="action"][value="revoke"]').check();
    expect(await preview.isDisabled()).to.equal(true);
    await pick(page, 'status-reason', '发证有误');
    await page.locator('#status-case').fill('CASE-2026-17');
    const [one, two] = titles as [Title, Title];
    await page.locator('#status-names').fill(`${one.licence}\n${two.id}\n不是证照`);
    await preview.click();
    await page.locator('[data-preview="2"]').waitFor();
    const text = await page.locator('[data-preview]').innerText();
    expect(text).to.contain('将变更 2 份证照').and.to.contain(one.id).and.to.contain('没有这份证照');
    expect(await codeOf(one)).not.to.match(/^status\.revoked/);
    expect(await seriousFaults(page)).to.deep.equal([]);
  });

  it('ask for a new preview when the order is another', async () => {
    const { page } = clerk;
    await page.locator('#status-case').fill('CASE-2026-18');
    await page.locator('[data-preview]').waitFor({ state: 'detached' });
    await page.locator('[data-action="preview"]').click();
    await page.locator('[data-preview="2"]').waitFor();
  });

  it('are final on the chain once confirmed', async () => {
    const { page } = clerk;
    await page.locator('[data-action="confirm"]').click();
    await page.locator('[data-change][data-pending="0"]').waitFor();
    expect(await count(page, '[data-change]', 'changed')).to.equal('2');
    expect(await seriousFaults(page)).to.deep.equal([]);
    expect(await Promise.all(titles.map(codeOf))).to.deep.equal([
      'status.revoked',
      'status.revoked',
      'policy.satisfied',
    ]);
  });

  it('are chosen by the time of issue, too', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: '办理下一批' }).click();
    await page.locator('input[name="action"][value="suspend"]').check();
    await pick(page, 'status-reason', '核查期间暂停使用');
    await page.locator('input[name="by"][value="query"]').check();
    await pick(page, 'status-type', '职称');
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
    await page.locator('#status-from').fill(today);
    await page.locator('#status-through').fill(today);
    await page.locator('[data-action="preview"]').click();
    await page.locator('[data-preview]').waitFor();
    const shown = Number(await page.locator('[data-preview]').getAttribute('data-preview'));
    expect(shown).to.be.greaterThan(0);
    expect(await page.locator('[data-left-out]').innerText()).to.contain('当前状态不允许');
    expect(await seriousFaults(page)).to.deep.equal([]);
  });
});

describe('A window that relied on a certificate', () => {
  let office: Office;
  let window: Visit;
  const city = () => theWorld().cities.dongying;
  before(async () => {
    office = await officeOf(city(), 'human-resources');
    window = await visit();
    await work(window, '窗口人员');
  });
  // The browser's own line about the address that is refused.
  after(() => window.leave(/status of 422/));

  it('records its use, is told when the certificate changes, and marks that it has seen it', async () => {
    const { page } = window;
    const title = await issueTitle(city(), office.token, 201);
    await page.locator('#rely-case').fill('CASE-W-1');
    await page.locator('#rely-artefact').fill(title.certificate);
    await page.locator('[data-action="rely"]').click();
    await page.locator('[data-outcome="kept"]').waitFor();
    const body = { action: 'suspend', reason: 'source-disputed' };
    const change = { token: office.token, headers: newKey(), body };
    expect((await request(`${city()}/v1/certificates/${title.id}/status-changes`, change)).status).to.equal(201);
    const notice = page.locator('[data-case="CASE-W-1"]');
    await notice.waitFor({ timeout: 40_000 });
    expect(await notice.getAttribute('data-unseen')).to.equal('true');
    expect(await notice.innerText())
      .to.contain(title.licence)
      .and.to.contain('来源数据存在异议');
    expect(await seriousFaults(page)).to.deep.equal([]);
    await page.locator('[data-action="seen"]').click();
    await page.locator('[data-case="CASE-W-1"][data-unseen="false"]').waitFor();
  });

  it('has notices pushed to a system of its own, and takes that back', async () => {
    const { page } = window;
    const token = (await request(`${city()}/v1/development/tokens`, { body: { role: 'clerk' } })).json[
      'token'
    ] as string;
    const webhook = async () => (await request(`${city()}/v1/webhook`, { token })).json['url'];
    const keep = page.locator('[data-action="push"]');
    await page.locator('#push-address').fill('ftp://relier.example');
    await keep.click();
    await page.getByText('webhook.unusable').waitFor();
    await page.locator('#push-address').fill('https://relier.example/notices');
    await keep.click();
    await page.locator('[data-action="push"][disabled]').waitFor();
    expect(await webhook()).to.equal('https://relier.example/notices');
    expect(await seriousFaults(page)).to.deep.equal([]);
    await page.locator('#push-address').fill('');
    await keep.click();
    await page.locator('[data-action="push"][disabled]').waitFor();
    expect(await webhook()).to.equal(null);
  });

  it('is told why nothing was recorded', async () => {
    const { page } = window;
    await page.locator('#rely-artefact').fill('nothing at all');
    await page.locator('[data-action="rely"]').click();
    await page.locator('[data-outcome="code"]').getByText('没有登记').waitFor();
  });
});

describe('The department page on a phone', () => {
  for (const [language, names] of [
    ['zh', ['批量签发', '状态变更', '收件箱']],
    ['en', ['Registers', 'Change status', 'Inbox']],
  ] as const) {
    it(`fits 360 pixels in every tab and has no serious fault, in ${language}`, async () => {
      const office = await officeOf(theWorld().cities.dongying, 'human-resources');
      const clerk = await visit({ language, width: 360, height: 740 });
      await work(clerk, language === 'zh' ? office.name : 'Human Resources');
      for (const name of names) {
        await clerk.page.getByRole('tab', { name }).click();
        await clerk.page.getByRole('heading', { level: 2 }).first().waitFor();
        if (name === names[1]) await clerk.page.locator('input[name="by"][value="query"]').check();
        expect([name, await overflow(clerk.page)]).to.deep.equal([name, 0]);
        expect(await seriousFaults(clerk.page)).to.deep.equal([]);
      }
      await clerk.leave();
    });
  }
});
