import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { claim, expectPlain, paste, shown, tryExample } from './support/desk.ts';
import { noEvidence, visit } from './support/visit.ts';
import type { Visit } from './support/visit.ts';
import { theWorld } from './support/world.ts';

const expected: Record<string, [verdict: string, code: string]> = {
  'valid.txt': ['valid', 'policy.satisfied'],
  'jinan.txt': ['valid', 'policy.satisfied'],
  'record.json': ['valid', 'record.present'],
  'absent.json': ['valid', 'record.absent'],
  'revoked.txt': ['invalid', 'status.revoked'],
  'suspended.txt': ['invalid', 'status.suspended'],
  'superseded.txt': ['invalid', 'status.superseded'],
  'expired.txt': ['invalid', 'validity.expired'],
  'tampered.txt': ['invalid', 'disclosure.unreferenced'],
  'unknown-city.txt': ['undetermined', 'issuer.unknownRegion'],
  'unreachable.txt': ['undetermined', 'chain.unreachable'],
};
const words = {
  zh: { valid: '有效', invalid: '无效', undetermined: '无法确定' },
  en: { valid: 'Valid', invalid: 'Invalid', undetermined: 'Cannot determine' },
} as const;

const example = (name: string) => readFile(join(theWorld().cities.examples, name), 'utf8');

describe('Every example gets its verdict, in words', () => {
  for (const language of ['zh', 'en'] as const) {
    for (const city of ['dongying', 'jinan'] as const) {
      it(`in ${city}, in ${language}`, async () => {
        const one = await visit({ language, city: theWorld().cities[city] });
        await one.go('/verify');
        for (const [name, [verdict, code]] of Object.entries(expected)) {
          const answer = await tryExample(one.page, name);
          expect([name, answer.verdict, answer.code]).to.deep.equal([name, verdict, code]);
          expect(answer.text).to.contain(words[language][verdict as keyof (typeof words)['zh']]);
          if (code !== 'policy.satisfied') expect(answer.text).to.contain(code);
          await expectPlain(one.page);
        }
        await one.leave(noEvidence);
      });
    }
  }
});

describe('A clerk with a queue', () => {
  let desk: Visit;
  before(async () => {
    desk = await visit();
    await desk.go('/');
  });
  after(() => desk.leave());

  it('finds the focus in the box', async () => {
    await desk.page.locator('#artefact:focus').waitFor();
  });

  it('pastes and has the answer, announced in a sentence', async () => {
    await paste(desk.page, await example('valid.txt'));
    expect((await shown(desk.page)).verdict).to.equal('valid');
    const announced = await desk.page.locator('[aria-live="polite"]').first().innerText();
    expect(announced).to.match(/^有效。/);
  });

  it('sees what was disclosed with its labels, the evidence and its age', async () => {
    expect(await claim(desk.page, 'name')).to.match(/\S/);
    const evidence = desk.page.locator('section', { has: desk.page.locator('#evidence-title') });
    expect(await evidence.innerText()).to.match(
      /eip155:370500[\s\S]*0x[0-9a-f]{64}[\s\S]*[34] 个节点签名，至少需要 3 个/,
    );
    const age = evidence.locator('[data-age]');
    const before = Number(await age.getAttribute('data-age'));
    await desk.page.waitForFunction(
      (from) => Number(document.querySelector('[data-age]')?.getAttribute('data-age')) > from,
      before,
    );
  });

  it('opens the list of checks', async () => {
    const list = desk.page.locator('.check-list');
    await list.locator('summary').click();
    expect(await list.locator('tbody tr').count()).to.be.greaterThan(10);
    expect(await list.innerText()).to.contain('anchor.passed');
  });

  it('copies the result without personal data', async () => {
    await desk.page.getByRole('button', { name: '复制结果' }).click();
    await desk.page.getByRole('button', { name: '已复制' }).waitFor();
    const copied = await desk.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).to.match(/^证链核验结果\n有效\n/);
    expect(copied).to.contain('policy.satisfied');
    const name = await claim(desk.page, 'name');
    expect(copied).not.to.contain(name);
  });

  it('clears with Esc and is back in the box', async () => {
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('[data-verdict]').waitFor({ state: 'detached' });
    await desk.page.locator('#artefact:focus').waitFor();
    expect(await desk.page.locator('#artefact').inputValue()).to.equal('');
  });

  it('verifies typed text with Ctrl+Enter', async () => {
    await desk.page.locator('#artefact').fill('不是证照');
    await desk.page.keyboard.press('Control+Enter');
    expect(await shown(desk.page)).to.include({ verdict: 'undetermined', code: 'form.unrecognised' });
  });

  it('chooses a file, or drops one anywhere on the page', async () => {
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('input[type=file]').setInputFiles(join(theWorld().cities.examples, 'revoked.txt'));
    expect((await shown(desk.page)).code).to.equal('status.revoked');
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('[data-verdict]').waitFor({ state: 'detached' });
    await desk.page.evaluate(
      (text) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], 'jinan.txt'));
        document
          .querySelector('footer')
          ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      await example('jinan.txt'),
    );
    expect((await shown(desk.page)).verdict).to.equal('valid');
  });

  it('is told when a valid answer has outlived its evidence', async () => {
    const later = await visit();
    await later.page.clock.install();
    await later.go('/verify');
    expect((await tryExample(later.page, 'valid.txt')).verdict).to.equal('valid');
    await later.page.clock.fastForward(301_000);
    await later.page.getByText('证据已经过时，请重新核验。').waitFor();
    await later.leave();
  });
});

describe('Verification stays in the browser', () => {
  it('sends slots and nothing of the certificate', async () => {
    const one = await visit();
    const sent: string[] = [];
    one.context.on('request', (request) =>
      sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`),
    );
    await one.go('/verify');
    const text = await example('valid.txt');
    sent.length = 0;
    await paste(one.page, text);
    expect((await shown(one.page)).verdict).to.equal('valid');
    const posts = sent.filter((line) => !line.startsWith('GET'));
    expect(posts).to.have.length(1);
    expect(posts[0]).to.match(/^POST \S+\/v1\/evidence \{"chain":"eip155:370500","slots":\[/);
    for (const part of text
      .trim()
      .split(/[.~]/)
      .filter((piece) => piece.length > 20)) {
      expect(sent.join('\n')).not.to.contain(part);
    }
    await one.leave();
  });

  it('condemns nothing when the service does not answer', async () => {
    const one = await visit();
    await one.go('/verify');
    await one.page.route('**/v1/evidence', (route) => route.abort());
    expect(await tryExample(one.page, 'valid.txt')).to.include({ verdict: 'undetermined', code: 'chain.unreachable' });
    await one.leave(/ERR_FAILED/);
  });

  it('is not deceived by a lying relay', async () => {
    const one = await visit();
    await one.go('/verify');
    await one.page.route('**/v1/evidence', async (route) => {
      const answer = await route.fetch();
      const bundle = (await answer.json()) as { accounts: { storageProof: { value: string }[] }[] };
      // A revoked leaf made to look untouched, without a proof for it.
      for (const account of bundle.accounts) for (const slot of account.storageProof) slot.value = '0x0';
      await route.fulfill({ response: answer, json: bundle });
    });
    expect((await tryExample(one.page, 'revoked.txt')).verdict).not.to.equal('valid');
    await one.leave();
  });
});
