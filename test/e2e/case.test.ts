import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { zip } from '../support/zip.ts';
import { paste, shown, tryExample } from './support/desk.ts';
import { overflow, seriousFaults, visit } from './support/visit.ts';
import type { Visit } from './support/visit.ts';
import { theWorld } from './support/world.ts';

const program = fileURLToPath(new URL('../../scripts/cli/verify.ts', import.meta.url));
const example = (name: string) => join(theWorld().cities.examples, name);

describe('What a window needs beside an answer', () => {
  let desk: Visit;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-case-'));
    desk = await visit();
    await desk.go('/verify');
  });
  after(async () => {
    await desk.leave();
    await rm(folder, { recursive: true });
  });

  it('names what replaced a superseded certificate, and whose word that is, in every city', async () => {
    const { dongying, jinan } = theWorld().cities;
    const replacements: string[] = [];
    for (const city of [dongying, jinan]) {
      const one = await visit({ city });
      await one.go('/verify');
      await tryExample(one.page, 'superseded.txt');
      const replacement = one.page.locator('[data-replacement]');
      await replacement.waitFor();
      replacements.push((await replacement.getAttribute('data-replacement')) ?? '');
      expect(await replacement.innerText()).to.match(/接替它的证照[\s\S]*东营市?的服务告知/);
      expect(await seriousFaults(one.page)).to.deep.equal([]);
      await one.leave();
    }
    expect(replacements[0]).to.match(/^1\.2\.156\.3005\.2\./);
    expect(replacements[1]).to.equal(replacements[0]);
  });

  it('verifies as of an earlier day, says so, and goes back to now', async () => {
    const yesterday = new Date(Date.now() - 24 * 3600_000).toISOString().slice(0, 10);
    await desk.page.locator('#as-of-day').fill(yesterday);
    const then = await tryExample(desk.page, 'valid.txt');
    expect(then).to.include({ verdict: 'invalid', code: 'anchor.later' });
    expect(await desk.page.locator('[data-past]').innerText()).to.contain('不是现在');
    await desk.page.getByRole('button', { name: '改回现在' }).click();
    expect((await tryExample(desk.page, 'valid.txt')).verdict).to.equal('valid');
    expect(await desk.page.locator('[data-past]').count()).to.equal(0);
  });

  it('downloads an archive that the command verifies again without the services', async () => {
    await tryExample(desk.page, 'jinan.txt');
    await desk.page.locator('.receipt summary').click();
    await desk.page.locator('#receipt-case').fill('DY-2026-77');
    expect(await seriousFaults(desk.page)).to.deep.equal([]);
    const download = desk.page.waitForEvent('download');
    await desk.page.locator('[data-action="download-archive"]').click();
    const saved = await download;
    const file = join(folder, saved.suggestedFilename());
    await saved.saveAs(file);
    const receipt = desk.page.locator('[data-receipt]');
    await receipt.waitFor();
    expect(await receipt.getAttribute('data-receipt')).to.equal('valid');
    const kid = await receipt.locator('code').first().innerText();
    const archive = JSON.parse(await readFile(file, 'utf8')) as { receipt: string };
    const claims = JSON.parse(Buffer.from(archive.receipt.split('.')[1] as string, 'base64url').toString()) as object;
    expect(claims).to.include({ verdict: 'valid', case: 'DY-2026-77', iss: 'https://dongying.example' });
    // No address in the trusted points: the command asks nobody.
    const args = [program, file, '--networks', join(theWorld().cities.data, 'networks'), '--signer', kid];
    const exit = await new Promise((resolve) => {
      const child = execFile(process.execPath, args, () => resolve(child.exitCode));
    });
    expect(exit).to.equal(0);
  });

  it('sends the certificate to the service for a receipt and for nothing else', async () => {
    const sent: string[] = [];
    desk.page.on('request', (request) => {
      if ((request.postData() ?? '').includes('eyJ')) sent.push(new URL(request.url()).pathname);
    });
    await tryExample(desk.page, 'valid.txt');
    expect(sent).to.deep.equal([]);
    await desk.page.locator('.receipt summary').click();
    const download = desk.page.waitForEvent('download');
    await desk.page.locator('[data-action="download-archive"]').click();
    await download;
    expect(sent).to.deep.equal(['/v1/verifications']);
  });
});

describe('Many artefacts at once', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-many-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const [language, width] of [
    ['zh', 1280],
    ['en', 360],
  ] as const) {
    it(`get a verdict each, with what does not fit between them, in ${language} at ${width} pixels`, async () => {
      const desk = await visit({ language, width, height: 800 });
      await desk.go('/verify');
      const again = join(folder, 'again.txt');
      await copyFile(example('valid.txt'), again);
      const archive = join(folder, 'archive.zip');
      const revoked = await readFile(example('revoked.txt'), 'utf8');
      await writeFile(
        archive,
        zip([
          { name: 'inside/revoked.txt', content: revoked },
          { name: 'photo', content: 'x' },
        ]),
      );
      await desk.page
        .locator('input[type=file]')
        .first()
        .setInputFiles([example('valid.txt'), again, archive]);
      await desk.page.locator('[data-many="done"]').waitFor();
      const rows = desk.page.locator('[data-row]');
      const codes = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
      expect(codes).to.deep.equal(['policy.satisfied', 'policy.satisfied', 'status.revoked', 'form.unrecognised']);
      const status = await desk.page.locator('.many [role=status]').innerText();
      expect(status).to.contain(
        language === 'zh' ? '已核验 4 / 4 · 有效 2 · 无效 1' : '4 of 4 verified · 2 valid · 1 invalid',
      );
      expect(await desk.page.locator('[data-finding]').getAttribute('data-finding')).to.equal('set.repeated');
      expect(await overflow(desk.page)).to.be.at.most(0);
      expect(await seriousFaults(desk.page)).to.deep.equal([]);
      await rows.nth(2).locator('button').click();
      expect((await shown(desk.page)).code).to.equal('status.revoked');
      expect(await overflow(desk.page)).to.be.at.most(0);
      await desk.page.locator('[data-action="back"]').click();
      await desk.page.locator('[data-many="done"]').waitFor();
      await desk.page.locator('#many-shown').selectOption('invalid');
      expect(await rows.count()).to.equal(1);
      await desk.page.keyboard.press('Escape');
      await desk.page.locator('[data-many]').waitFor({ state: 'detached' });
      await desk.leave();
    });
  }

  it('pasted as a bundle are taken apart', async () => {
    const desk = await visit();
    await desk.go('/verify');
    const items = await Promise.all(
      ['valid.txt', 'record.json'].map(async (name) => ({ name, artefact: await readFile(example(name), 'utf8') })),
    );
    await paste(desk.page, JSON.stringify({ v: 1, kind: 'artefact-bundle', items }));
    await desk.page.locator('[data-many="done"]').waitFor();
    const codes = await desk.page
      .locator('[data-row]')
      .evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
    expect(codes).to.deep.equal(['policy.satisfied', 'record.present']);
    await desk.leave();
  });
});
