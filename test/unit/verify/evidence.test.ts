import { expect } from 'chai';
import { createEngineCache, planVerification, readArtefact, trimEvidence } from '../../../service/verify/index.ts';
import type { EvidenceBundle } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion, NOW, primitives } from '../../support/engine/region.ts';
import { verdictOf } from '../../support/engine/verify.ts';

const region = createRegion();
const first = issue(region);
const second = issue(region);
const slotsOf = async (text: string) =>
  (await planVerification(primitives, readArtefact(text), region.trustedPoint)).slots;

describe('evidence', () => {
  it('of many artefacts in one bundle serves each of them', async () => {
    const slots = [...(await slotsOf(first.text)), ...(await slotsOf(second.text))];
    const bundle = region.evidence(slots);
    for (const { text } of [first, second]) {
      expect((await verdictOf(region, text, { evidence: bundle })).verdict).to.equal('valid');
    }
  });

  it('is proven once for many who ask at the same time and share a cache', async () => {
    const slots = await slotsOf(first.text);
    const verifyAtOnce = async (count: number, bundle: EvidenceBundle) => {
      let checked = 0;
      const counting: typeof primitives = {
        ...primitives,
        async verifyEs256(...check) {
          checked++;
          return primitives.verifyEs256(...check);
        },
      };
      const change = { evidence: bundle, primitives: counting, cache: createEngineCache() };
      const verdicts = await Promise.all(Array.from({ length: count }, () => verdictOf(region, first.text, change)));
      return { checked, codes: new Set(verdicts.flatMap(({ codes }) => codes)) };
    };
    const bundle = region.evidence(slots);
    const once = await verifyAtOnce(1, bundle);
    expect(once).to.deep.equal({ checked: 3, codes: new Set(['policy.satisfied']) });
    expect(await verifyAtOnce(5, bundle)).to.deep.equal(once);
    const without = { ...bundle, votes: bundle.votes!.slice(1) };
    const alone = await verifyAtOnce(1, without);
    expect(alone.codes).to.deep.equal(new Set(['chain.noQuorum']));
    expect(await verifyAtOnce(5, without)).to.deep.equal(alone);
  });

  it('holds with a liar among the validators', async () => {
    const spoil = (bundle: EvidenceBundle): EvidenceBundle => {
      const [vote] = region.evidence([], { voters: 4 }).votes!;
      return { ...bundle, votes: [{ ...vote!, sig: `A${vote!.sig.slice(1)}` }, ...bundle.votes!] };
    };
    expect((await verdictOf(region, first.text, { evidence: spoil })).verdict).to.equal('valid');
  });

  it('takes slots and values written without leading zeros', async () => {
    const unpadded = (bundle: EvidenceBundle): EvidenceBundle => ({
      ...bundle,
      accounts: bundle.accounts.map((account) => ({
        ...account,
        storageProof: account.storageProof.map((entry) => ({ ...entry, key: `0x${BigInt(entry.key).toString(16)}` })),
      })),
    });
    expect((await verdictOf(region, first.text, { evidence: unpadded })).verdict).to.equal('valid');
  });

  it('whose stated value is not the proven one is not used', async () => {
    const lying = (bundle: EvidenceBundle): EvidenceBundle => ({
      ...bundle,
      accounts: bundle.accounts.map((account) => ({
        ...account,
        storageProof: account.storageProof.map((entry) => ({ ...entry, value: '0x1' })),
      })),
    });
    expect((await verdictOf(region, first.text, { evidence: lying })).codes).to.deep.equal(['chain.evidenceInvalid']);
  });

  const shapes: [string, (bundle: EvidenceBundle) => unknown][] = [
    ['null', () => null],
    ['a list', () => []],
    ['a text', () => 'evidence'],
    ['a number', () => 1],
    ['unavailable for a reason that is none', () => ({ unavailable: 'chain.passed', detail: 1 })],
    ['without accounts', ({ accounts: _accounts, ...rest }) => rest],
    ['with accounts that are null', (bundle) => ({ ...bundle, accounts: [null, ...bundle.accounts.map(() => null)] })],
    ['with proofs that are texts', (b) => ({ ...b, accounts: b.accounts.map((a) => ({ ...a, accountProof: 'x' })) })],
    ['with slots that are null', (b) => ({ ...b, accounts: b.accounts.map((a) => ({ ...a, storageProof: [null] })) })],
    ['with votes that are a text', (bundle) => ({ ...bundle, votes: 'many' })],
    ['with votes that are null', (bundle) => ({ ...bundle, votes: [null] })],
    ['with a header in capitals', (bundle) => ({ ...bundle, header: `0x${bundle.header.slice(2).toUpperCase()}` })],
    ['with a header that is no RLP', (bundle) => ({ ...bundle, header: '0xc0ff' })],
    ['of another version', (bundle) => ({ ...bundle, v: 2 })],
    ['of another scheme', (bundle) => ({ ...bundle, scheme: 'qbft' })],
    ['fetched at no time', (bundle) => ({ ...bundle, asOf: -1 })],
  ];
  for (const [what, shape] of shapes) {
    it(`${what} is undetermined and no exception`, async () => {
      const evidence = (bundle: EvidenceBundle): EvidenceBundle => shape(bundle) as EvidenceBundle;
      const { verdict, codes } = await verdictOf(region, first.text, { evidence });
      expect(verdict).to.equal('undetermined');
      expect(codes[0]).to.match(/^chain\./);
    });
  }
});

describe('trimmed evidence', () => {
  it('keeps the newest quorum and the slots asked for, and proves as much', async () => {
    const slots = await slotsOf(first.text);
    const all = [...slots, ...(await slotsOf(second.text))];
    const full = region.evidence(all, { voters: 4 });
    const late = region.evidence(all, { voters: 4, time: NOW }).votes![3]!;
    const bundle = {
      ...full,
      votes: [...full.votes!.slice(0, 3), { ...late, sig: full.votes![0]!.sig }, full.votes![3]!],
    };
    const trimmed = await trimEvidence(primitives, bundle, region.trustedPoint, slots);
    expect(trimmed.votes).to.have.length(3);
    expect(trimmed.accounts.flatMap(({ storageProof }) => storageProof)).to.have.length(3);
    expect((await verdictOf(region, first.text, { evidence: trimmed })).verdict).to.equal('valid');
    expect((await verdictOf(region, second.text, { evidence: trimmed })).codes).to.deep.equal([
      'chain.evidenceIncomplete',
    ]);
  });

  it('of a bundle that proves nothing still proves nothing', async () => {
    const slots = await slotsOf(first.text);
    const bundle = region.evidence(slots, { voters: 2 });
    const trimmed = await trimEvidence(primitives, bundle, region.trustedPoint, slots);
    expect((await verdictOf(region, first.text, { evidence: trimmed })).codes).to.deep.equal(['chain.noQuorum']);
  });
});
