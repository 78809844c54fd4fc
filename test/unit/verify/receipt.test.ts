import { expect } from 'chai';
import fc from 'fast-check';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { thumbprint } from '../../../service/proof/es256-key.ts';
import {
  createReceipt,
  prepareArtefact,
  readArtefact,
  reasonOf,
  verifyArchive,
} from '../../../service/verify/index.ts';
import type { HolderDemand, Verdict } from '../../../service/verify/index.ts';
import { demand } from '../../support/engine/cases/holder.ts';
import { bind, issue } from '../../support/engine/certificates.ts';
import { createRegion, jwkOf, NOW, primitives, sha256, signRaw } from '../../support/engine/region.ts';
import { policy, verdictOf } from '../../support/engine/verify.ts';

const region = createRegion();
const { trustedPoint } = region;
const key = newSigningKey();
const kid = thumbprint(sha256, jwkOf(key));
const issuer = {
  iss: 'https://dongying.example',
  key: jwkOf(key),
  sign: (message: Uint8Array) => signRaw(key, message),
};
const YEARS_LATER = NOW + 10 * 31_536_000;

type Change = { policyId?: string; holder?: HolderDemand; verdict?: Partial<Verdict>; silent?: boolean };

async function archived(text: string, { policyId = 'window', holder, verdict: change, silent }: Change = {}) {
  const prepared = await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint });
  const evidence =
    silent === true ? ({ unavailable: 'chain.unreachable' } as const) : region.evidence(prepared.plan.slots);
  const verdict = await verdictOf(region, text, { evidence, policy: policy(policyId), holder });
  const verified = { artefact: text, evidence, trustedPoint, policy: policy(policyId), holder };
  return createReceipt({
    sha256,
    verified: { ...verified, verdict: { ...verdict, ...change } },
    issuer,
    case: '2026-000123',
  });
}

type Trust = { trustedPoints?: (typeof trustedPoint)[]; signers?: string[]; production?: boolean };
const again = (archive: unknown, trust: Trust = {}) =>
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
  const cases: [code: string, title: string, spoil: () => ReturnType<typeof again>][] = [
    ['receipt.malformed', 'that is no JSON', () => again('{')],
    [
      'receipt.malformed',
      'with a member more',
      async () => again({ ...(await archived(issue(region).text)).archive, note: 1 }),
    ],
    [
      'receipt.malformed',
      'with a receipt of another kind',
      async () => {
        const { archive } = await archived(issue(region).text);
        return again({ ...archive, receipt: archive.artefact.split('~')[0] });
      },
    ],
    [
      'receipt.signatureInvalid',
      'whose receipt was altered',
      async () => {
        const { archive } = await archived(issue(region).text);
        const [header, , signature] = archive.receipt.split('.');
        const claims = JSON.parse(Buffer.from(archive.receipt.split('.')[1]!, 'base64url').toString()) as object;
        const altered = Buffer.from(JSON.stringify({ ...claims, case: 'another' })).toString('base64url');
        return again({ ...archive, receipt: [header, altered, signature].join('.') });
      },
    ],
    [
      'receipt.digestMismatch',
      'of another artefact',
      async () => again({ ...(await archived(issue(region).text)).archive, artefact: issue(region).text }),
    ],
    [
      'receipt.digestMismatch',
      'of other evidence',
      async () => again({ ...(await archived(issue(region).text)).archive, evidence: null }),
    ],
    [
      'receipt.digestMismatch',
      'of another trusted point',
      async () =>
        again({ ...(await archived(issue(region).text)).archive, trustedPoint: { ...trustedPoint, maxAgeSeconds: 1 } }),
    ],
    [
      'receipt.verdictDiffers',
      'that calls valid what was revoked',
      async () =>
        again(
          (
            await archived(issue(region, { status: 1 }).text, {
              verdict: { verdict: 'valid', codes: ['policy.satisfied'] },
            })
          ).archive,
        ),
    ],
    [
      'receipt.policyUnknown',
      'under a policy of a later version',
      async () => {
        const { text } = issue(region);
        const verdict = await verdictOf(region, text);
        const verified = {
          artefact: text,
          evidence: undefined,
          trustedPoint,
          policy: policy('window', { version: 99 }),
          holder: undefined,
        };
        return again((await createReceipt({ sha256, verified: { ...verified, verdict }, issuer })).archive);
      },
    ],
    [
      'receipt.trustedPointUnknown',
      'from a region that is not believed',
      async () => again((await archived(issue(region).text)).archive, { trustedPoints: [] }),
    ],
    [
      'receipt.trustedPointUnknown',
      'under validators that are not believed',
      async () => again((await archived(issue(region).text)).archive, { trustedPoints: [createRegion().trustedPoint] }),
    ],
    [
      'receipt.signerUnknown',
      'signed by a stranger',
      async () => again((await archived(issue(region).text)).archive, { signers: ['x'] }),
    ],
  ];
  const produced = new Set(['receipt.passed']);

  for (const [code, title, spoil] of cases) {
    it(`${title}: ${code}`, async () => {
      const { verdict, receipt } = await spoil();
      produced.add(receipt.code);
      expect(receipt.code, JSON.stringify(receipt)).to.equal(code);
      expect(verdict.codes).to.deep.equal([code]);
      expect(verdict.verdict).to.equal(reasonOf(code)!.verdict);
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
    const prepared = await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint: development });
    const evidence = region.evidence(prepared.plan.slots);
    const verdict = await verdictOf(region, text, { trustedPoint: development, evidence });
    const verified = { artefact: text, evidence, trustedPoint: development, policy: policy(), holder: undefined };
    const { archive } = await createReceipt({ sha256, verified: { ...verified, verdict }, issuer });
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
    expect([...cases.map(([code]) => code), 'receipt.passed']).to.include.members([...produced]);
    expect(produced.size).to.equal(8);
  });
});
