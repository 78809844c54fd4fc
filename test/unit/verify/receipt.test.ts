import { expect } from 'chai';
import fc from 'fast-check';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { reasonOf, reasons, verifyArchive } from '../../../service/verify/index.ts';
import type { ArchiveTrust } from '../../../service/verify/index.ts';
import { archiveCases, createArchivist } from '../../support/engine/archives.ts';
import type { Archiving } from '../../support/engine/archives.ts';
import { demand } from '../../support/engine/cases/holder.ts';
import { bind, issue } from '../../support/engine/certificates.ts';
import { createRegion, NOW, primitives } from '../../support/engine/region.ts';

const region = createRegion();
const { trustedPoint } = region;
const { archive: keep, kid } = createArchivist();
const archived = (text: string, how?: Archiving) => keep(region, text, how);
const YEARS_LATER = NOW + 10 * 31_536_000;

const again = (archive: unknown, trust: Partial<ArchiveTrust> = {}) =>
  verifyArchive({
    primitives,
    archive: typeof archive === 'string' ? archive : JSON.stringify(archive),
    trust: { trustedPoints: [trustedPoint], signers: [kid], ...trust },
    now: YEARS_LATER,
  });

describe('a verification receipt', () => {
  it('names what was verified, on what, believing what, for which case, with which outcome', async () => {
    const { receipt } = await archived(issue(region).text);
    const [header, claims] = receipt
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
    expect(header).to.include({ typ: 'verification-receipt+jwt', alg: 'ES256', kid });
    expect(claims).to.include({ iss: 'https://dongying.example', iat: NOW, verdict: 'valid', case: '2026-000123' });
    expect(claims).to.have.all.keys(
      ...['iss', 'iat', 'artefactSha256', 'evidenceSha256', 'trustedPointSha256', 'policy', 'verdict', 'codes'],
      ...['block', 'case'],
    );
  });

  it('and its archive prove the same verdict ten years later, without a network', async () => {
    for (const text of [issue(region).text, issue(region, { status: 1 }).text, 'no certificate']) {
      const { archive } = await archived(text);
      const { verdict, receipt, claims } = await again(archive);
      expect(receipt.code, JSON.stringify(receipt)).to.equal('receipt.passed');
      expect(verdict.verdict).to.equal(claims?.verdict);
      expect(verdict.checkedAt).to.equal(NOW);
    }
  });

  it('of a presentation keeps what was demanded of it', async () => {
    const holder = newSigningKey();
    const { archive } = await archived(bind(issue(region, { holder }).text, holder), {
      policyId: 'presentation',
      holder: demand,
    });
    const { verdict, receipt } = await again(archive);
    expect(receipt.code).to.equal('receipt.passed');
    expect(verdict.verdict).to.equal('valid');
  });

  it('of a verification that could not be determined says so for ever', async () => {
    const { archive } = await archived(issue(region).text, { silent: true });
    const { verdict } = await again(archive);
    expect(verdict.codes).to.deep.equal(['chain.unreachable']);
  });
});

describe('an archive is not relied on', () => {
  const produced = new Set<string>();

  for (const { code, title, given } of archiveCases) {
    it(`${title}: ${code}`, async () => {
      const { archive, trust } = await given(true);
      const { verdict, receipt } = await again(archive, trust);
      produced.add(receipt.code);
      expect(receipt.code, JSON.stringify(receipt)).to.equal(code);
      expect(verdict.codes).to.deep.equal([code]);
      expect(verdict.verdict).to.equal(reasonOf(code)!.verdict);
    });

    it(`${title}; without it, valid`, async () => {
      const { archive, trust } = await given(false);
      const { verdict, receipt } = await again(archive, trust);
      produced.add(receipt.code);
      expect([verdict.verdict, receipt.code]).to.deep.equal(['valid', 'receipt.passed']);
    });
  }

  it('under a later trusted point of the same validators, and yet it is', async () => {
    const { archive } = await archived(issue(region).text);
    const { verdict, receipt } = await again(archive, { trustedPoints: [{ ...trustedPoint, maxAgeSeconds: 600 }] });
    expect(verdict.verdict).to.equal('valid');
    expect(receipt.evidence).to.include({ sameTrustedPoint: false });
  });

  it('in production when development validators stand for it, whatever its receipt says of that', async () => {
    const development = { ...trustedPoint, development: true };
    const { text } = issue(region);
    const { archive } = await archived(text, { trustedPoint: development });
    const answer = async (production: boolean) =>
      (await again(archive, { trustedPoints: [development], production })).verdict;
    expect((await answer(false)).verdict).to.equal('valid');
    const refused = await answer(true);
    expect([refused.verdict, ...refused.codes]).to.deep.equal(['undetermined', 'receipt.trustedPointUnknown']);
  });

  it('whose receipt names codes that are no texts', async () => {
    const codes = [{ toString: 1, valueOf: 1 }] as unknown as string[];
    const { archive } = await archived(issue(region).text, { verdict: { codes } });
    expect((await again(archive)).verdict.codes).to.deep.equal(['receipt.malformed']);
  });

  it('too large to be read, which makes nothing of it wrong', async () => {
    const { archive } = await archived(issue(region).text);
    const { verdict } = await again(JSON.stringify(archive).padEnd(4_194_305, ' '));
    expect([verdict.verdict, ...verdict.codes]).to.deep.equal(['undetermined', 'form.tooLarge']);
  });

  it('signed by a stranger, and yet a revoked certificate stays invalid', async () => {
    const { archive } = await archived(issue(region, { status: 1 }).text);
    const { verdict } = await again(archive, { signers: [] });
    expect(verdict.codes).to.deep.equal(['status.revoked']);
  });

  it('with any byte changed', async () => {
    const json = JSON.stringify((await archived(issue(region).text)).archive);
    const property = fc.asyncProperty(fc.nat(json.length - 1), fc.integer({ min: 32, max: 126 }), async (at, unit) => {
      fc.pre(json.charCodeAt(at) !== unit);
      const { verdict } = await again(json.slice(0, at) + String.fromCharCode(unit) + json.slice(at + 1));
      expect(verdict.verdict, json.slice(at - 20, at + 5)).to.not.equal('valid');
    });
    await fc.assert(property, { numRuns: 500 });
  }).timeout(60_000);

  it('for every reason that the table has about receipts', () => {
    const ofReceipts = reasons.map(({ code }) => code).filter((code) => code.startsWith('receipt.'));
    expect([...produced].sort()).to.deep.equal(ofReceipts.sort());
  });
});
