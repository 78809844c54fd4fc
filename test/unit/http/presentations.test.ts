import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createPresentations } from '../../../service/app/presenting/presentations.ts';
import { PresentationGone } from '../../../service/ports/partner-service.ts';
import type { PartnerService } from '../../../service/ports/partner-service.ts';

const START = 1_800_000_000;
const audience = 'https://jinan.example/windows';

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('presentation slots', () => {
  let now = START;
  const asked: string[] = [];
  const jinan: Pick<PartnerService, 'takePresentation'> = {
    async takePresentation(id) {
      asked.push(id);
      throw new PresentationGone('there');
    },
  };
  const slots = (maxSlots = 100) =>
    createPresentations({
      digits: '370500',
      partners: new Map([['370100', jinan]]),
      clock: { now: () => now },
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      maxSlots,
    });
  beforeEach(() => {
    now = START;
    asked.length = 0;
  });

  it('give the ciphertext once, with nonce and audience', async () => {
    const present = slots();
    const opened = present.open('p', audience);
    expect(opened.id).to.match(/^370500\.[0-9a-f-]{36}$/);
    expect(opened.expiresAt).to.equal(START + 60);
    present.fill('p', opened.id, 'abc');
    const { id: _id, ...rest } = opened;
    expect(await present.take(opened.id)).to.deep.equal({ ciphertext: 'abc', ...rest });
    expect(await codeOf(() => present.take(opened.id))).to.equal('presentation.gone');
  });

  it('are gone after 60 seconds, filled or not, and unknown some time later', async () => {
    const present = slots();
    const { id } = present.open('p', audience);
    present.fill('p', id, 'abc');
    now += 60;
    expect(await codeOf(() => present.take(id))).to.equal('presentation.gone');
    expect(await codeOf(() => present.fill('p', id, 'abc'))).to.equal('presentation.gone');
    now += 600;
    present.open('q', audience);
    expect(await codeOf(() => present.take(id))).to.equal('presentation.unknown');
  });

  it('can be looked at before they are filled without being used up', async () => {
    const present = slots();
    const { id } = present.open('p', audience);
    expect(await codeOf(() => present.take(id))).to.equal('presentation.unknown');
    present.fill('p', id, 'abc');
    expect(await codeOf(() => present.take(id))).to.equal('none');
  });

  it('take nothing from anyone but their opener, and no second content', async () => {
    const present = slots();
    const { id } = present.open('p', audience);
    expect(await codeOf(() => present.fill('q', id, 'abc'))).to.equal('auth.notYours');
    present.fill('p', id, 'abc');
    expect(await codeOf(() => present.fill('p', id, 'abc'))).to.equal('none');
    expect(await codeOf(() => present.fill('p', id, 'xyz'))).to.equal('auth.notYours');
  });

  it('are limited, per person and together', async () => {
    const present = slots(15);
    for (let count = 0; count < 10; count += 1) present.open('p', audience);
    expect(await codeOf(() => present.open('p', audience))).to.equal('presentation.full');
    for (let count = 0; count < 5; count += 1) present.open(`q${count}`, audience);
    expect(await codeOf(() => present.open('r', audience))).to.equal('presentation.full');
    now += 300;
    expect(await codeOf(() => present.open('r', audience))).to.equal('none');
  });

  it('of a partner region are asked of its service, of any other region unknown', async () => {
    const present = slots();
    const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';
    expect(await codeOf(() => present.take(`370100.${uuid}`))).to.equal('presentation.gone');
    expect(asked).to.deep.equal([`370100.${uuid}`]);
    expect(await codeOf(() => present.take(`1.${uuid}`))).to.equal('presentation.unknown');
    expect(await codeOf(() => present.take(`370500.${uuid}`))).to.equal('presentation.unknown');
  });
});
