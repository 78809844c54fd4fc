import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { thumbprint } from '../../../service/proof/es256-key.ts';
import { createReceipt, prepareArtefact, readArtefact } from '../../../service/verify/index.ts';
import type { ArchiveTrust, HolderDemand, PolicyId, TrustedPoint, Verdict } from '../../../service/verify/index.ts';
import { issue } from './certificates.ts';
import { createRegion, jwkOf, primitives, sha256, signRaw } from './region.ts';
import type { TestRegion } from './region.ts';
import { policy, verdictOf } from './verify.ts';

type Made = Awaited<ReturnType<typeof createReceipt>>;

export type Archiving = {
  policyId?: PolicyId;
  holder?: HolderDemand;
  trustedPoint?: TrustedPoint;
  /** What the receipt says in the verdict's place. */
  verdict?: Partial<Verdict>;
  /** The policy version that the receipt names. */
  policyVersion?: number;
  /** No chain answered. */
  silent?: boolean;
};

/** Someone who verifies and gives receipts. */
export function createArchivist() {
  const key = newSigningKey();
  const kid = thumbprint(sha256, jwkOf(key));
  const sign = (message: Uint8Array) => signRaw(key, message);
  const issuer = { iss: 'https://dongying.example', key: jwkOf(key), sign };

  return {
    kid,
    /** Verifies the text as things stand in the region now, and keeps it. */
    async archive(region: TestRegion, text: string, how: Archiving = {}): Promise<Made> {
      const { policyId = 'window', holder, trustedPoint = region.trustedPoint, policyVersion } = how;
      const { plan } = await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint });
      const evidence =
        how.silent === true ? ({ unavailable: 'chain.unreachable' } as const) : region.evidence(plan.slots);
      const used = policy(policyId);
      const verdict = await verdictOf(region, text, { evidence, policy: used, holder, trustedPoint });
      const named = policyVersion === undefined ? used : { ...used, version: policyVersion };
      const verified = { artefact: text, evidence, trustedPoint, policy: named, holder };
      return createReceipt({
        ...{ sha256, issuer, case: '2026-000123' },
        verified: { ...verified, verdict: { ...verdict, ...how.verdict } },
      });
    },
  };
}

/** An archive, and what whoever reads it believes. */
export type ArchiveSituation = { archive: string; trust: ArchiveTrust };

/** One way to a reason code about receipts. `given(false)` is the same without the fault: `receipt.passed`, valid. */
export type ArchiveCase = { code: string; title: string; given(fault: boolean): Promise<ArchiveSituation> };

type Scene = Made & { region: TestRegion };
type Fault = {
  how?: Archiving;
  revoked?: boolean;
  alter?: (scene: Scene) => unknown;
  trust?: Partial<ArchiveTrust>;
};

function kept(code: string, title: string, fault: Fault): ArchiveCase {
  return {
    code,
    title,
    async given(faulty) {
      const { how, revoked = false, alter, trust }: Fault = faulty ? fault : {};
      const region = createRegion();
      const { archive: keep, kid } = createArchivist();
      const made = await keep(region, issue(region, revoked ? { status: 1 } : {}).text, how);
      const archive = alter === undefined ? made.archive : alter({ ...made, region });
      return {
        archive: typeof archive === 'string' ? archive : JSON.stringify(archive),
        trust: { trustedPoints: [region.trustedPoint], signers: [kid], ...trust },
      };
    },
  };
}

/** The receipt with a claim more, under the signature of the claims it had. */
function otherClaims(receipt: string): string {
  const [header, payload = '', signature] = receipt.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return [header, Buffer.from(JSON.stringify({ ...claims, case: 'another' })).toString('base64url'), signature].join(
    '.',
  );
}

/** Every way to a reason code about receipts that the tests know. */
export const archiveCases: readonly ArchiveCase[] = [
  kept('receipt.malformed', 'cut off', { alter: ({ archive }) => JSON.stringify(archive).slice(0, 500) }),
  kept('receipt.malformed', 'with a member more', { alter: ({ archive }) => ({ ...archive, note: 1 }) }),
  kept('receipt.malformed', 'with a receipt of another kind', {
    alter: ({ archive }) => ({ ...archive, receipt: archive.artefact.split('~')[0] }),
  }),
  kept('receipt.signatureInvalid', 'whose receipt was altered', {
    alter: ({ archive, receipt }) => ({ ...archive, receipt: otherClaims(receipt) }),
  }),
  kept('receipt.digestMismatch', 'of another artefact', {
    alter: ({ archive, region }) => ({ ...archive, artefact: issue(region).text }),
  }),
  kept('receipt.digestMismatch', 'of other evidence', { alter: ({ archive }) => ({ ...archive, evidence: null }) }),
  kept('receipt.digestMismatch', 'of another trusted point', {
    alter: ({ archive, region }) => ({ ...archive, trustedPoint: { ...region.trustedPoint, maxAgeSeconds: 1 } }),
  }),
  kept('receipt.verdictDiffers', 'that calls valid what was revoked', {
    revoked: true,
    how: { verdict: { verdict: 'valid', codes: ['policy.satisfied'] } },
  }),
  kept('receipt.policyUnknown', 'under a policy of a later version', { how: { policyVersion: 99 } }),
  kept('receipt.trustedPointUnknown', 'from a region that is not believed', { trust: { trustedPoints: [] } }),
  kept('receipt.trustedPointUnknown', 'under validators that are not believed', {
    trust: { trustedPoints: [createRegion().trustedPoint] },
  }),
  kept('receipt.signerUnknown', 'signed by a stranger', { trust: { signers: ['x'] } }),
];
