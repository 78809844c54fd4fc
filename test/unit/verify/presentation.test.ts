import { expect } from 'chai';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import {
  certificateContents,
  createPresentation,
  NotPresentable,
  readArtefact,
  selectDisclosures,
} from '../../../service/verify/index.ts';
import { demand } from '../../support/engine/cases/holder.ts';
import { bind, digestOf, disclosureOf, issue } from '../../support/engine/certificates.ts';
import { createRegion, NOW, sha256, signRaw } from '../../support/engine/region.ts';
import { policy, verdictOf } from '../../support/engine/verify.ts';

const region = createRegion();
const holder = newSigningKey();
const { text } = issue(region, { holder });

describe('a presentation', () => {
  const sign = (message: Uint8Array): Uint8Array => signRaw(holder, message);

  it('discloses the claims chosen and no other, bound to verifier and occasion', async () => {
    const presentation = await createPresentation({
      sha256,
      certificate: text,
      disclose: ['name', 'consecutiveMonths'],
      holder: { sign, audience: demand.audience, nonce: demand.nonce, now: NOW - 3 },
    });
    const verdict = await verdictOf(region, presentation, { policy: policy('presentation'), holder: demand });
    expect(verdict.codes).to.deep.equal(['policy.satisfied']);
    expect(verdict.claims).to.include({ name: '王小明', consecutiveMonths: 120 });
    expect(verdict.claims).to.not.have.any.keys('number', 'balance', 'employer');
  });

  it('made for one window is invalid at another', async () => {
    const presentation = await createPresentation({
      sha256,
      certificate: text,
      disclose: [],
      holder: { sign, audience: 'https://jinan.example/windows', nonce: demand.nonce, now: NOW },
    });
    const verdict = await verdictOf(region, presentation, { policy: policy('presentation'), holder: demand });
    expect(verdict.codes).to.deep.equal(['holder.audienceMismatch']);
  });

  it('can be made of another presentation', () => {
    const once = selectDisclosures(sha256, bind(text, holder), ['name', 'balance']);
    expect(selectDisclosures(sha256, once, ['name'])).to.equal(selectDisclosures(sha256, text, ['name']));
  });
});

describe('the contents of a certificate', () => {
  it('tell a wallet what is always seen, what the holder chooses, and whether it is bound to a key', () => {
    const { open, disclosable, holderBound } = certificateContents(sha256, text);
    expect(open).to.include({ accountStatus: '正常' }).and.not.have.property('name');
    expect(disclosable.map(({ name }) => name)).to.include.members(['name', 'balance']);
    expect(holderBound).to.equal(true);
    expect(certificateContents(sha256, issue(region).text).holderBound).to.equal(false);
  });

  it('are not read from a damaged certificate', () => {
    expect(() => certificateContents(sha256, text.slice(0, 900))).to.throw(NotPresentable);
    expect(() => certificateContents(sha256, `${text}${disclosureOf('more', 1)}~`)).to.throw(NotPresentable);
  });
});

describe('disclosures inside disclosures', () => {
  const street = disclosureOf('street', '济南路 1 号');
  const city = disclosureOf('city', '东营');
  const address = disclosureOf('address', { country: 'CN', _sd: [digestOf(street), digestOf(city)] });
  const nested = issue(region, { claims: {}, payload: { _sd: [digestOf(address)] } }).text;
  const whole = `${nested}${[address, street, city].join('~')}~`;
  const chosen = (...names: string[]) => {
    const artefact = readArtefact(selectDisclosures(sha256, whole, names));
    return artefact.kind === 'certificate' ? artefact.disclosures : [];
  };

  it('bring the disclosure they stand in', () => {
    expect(chosen('city')).to.deep.equal([address, city]);
  });

  it('come along with a claim that is shown whole', () => {
    expect(chosen('address')).to.deep.equal([address, street, city]);
  });
});
