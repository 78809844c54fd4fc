import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { createChainReader } from '../../../service/adapters/json-rpc/chain-reader.ts';
import { createEvidenceCache } from '../../../service/app/verifying/evidence-cache.ts';
import { regionSources } from '../../../service/app/verifying/sources.ts';
import { verifyAnArtefact } from '../../../service/app/verifying/verify-artefact.ts';
import { createEngineCache, policyOf } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion, NOW } from '../../support/engine/region.ts';
import { serveRegion } from '../../support/engine/serve-region.ts';
import { changeStatus } from '../../support/engine/status-history.ts';
import { issuePermit, verdictOf } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

const HOUR = 3600;

describe('a certificate as of a time in the past, by the service', () => {
  it('is what it was then, by the chain’s own history of changes', async () => {
    const region = createRegion();
    const certificate = issue(region, { time: NOW - 10 * HOUR });
    const { index } = certificate;
    const statusHistory = changeStatus(region, certificate, [
      { time: NOW - 6 * HOUR, changes: [[index, 2]] },
      { time: NOW - 4 * HOUR, dense: true, changes: [[index, 0]] },
      { time: NOW - 2 * HOUR, changes: [[index, 1]] },
    ]);
    const served = await serveRegion(region, { fault: (bundle) => ({ ...bundle, statusHistory }) });
    const { url } = served;
    const chain = {
      caip2: region.caip2,
      rpcUrls: [url],
      attestationUrls: [url],
      scheme: 'attested' as const,
      depth: 0,
    };
    const known = { trustedPoint: region.trustedPoint, home: false, reader: createChainReader(chain) };
    const deps = {
      ...{ primitives: nodePrimitives(), engine: createEngineCache() },
      sources: regionSources({
        regions: { find: async () => known, all: () => [known] },
        evidence: createEvidenceCache(10),
        statusLists: { find: async () => undefined },
      }),
      clock: { now: () => NOW },
    };
    const policy = policyOf('window', { production: false });
    const codes: string[] = [];
    for (const hours of [11, 8, 5, 3, 1]) {
      const request = { artefact: certificate.text, policy, asOf: NOW - hours * HOUR };
      const { verdict } = await verifyAnArtefact(deps, request);
      expect(verdict.asOf).to.equal(request.asOf);
      codes.push(verdict.codes[0] as string);
    }
    await served.close();
    expect(codes).to.deep.equal([
      'anchor.later',
      'policy.satisfied',
      'status.suspended',
      'policy.satisfied',
      'status.revoked',
    ]);
  });

  describe('over HTTP', () => {
    let region: Awaited<ReturnType<typeof startRegion>>;
    let certificate: string;
    before(async () => {
      region = await startRegion();
      ({ certificate } = await issuePermit(region, 1));
    });
    after(async () => {
      await region.close();
      expect(region.reports).to.deep.equal([]);
    });
    const now = () => Math.floor(Date.now() / 1000);

    it('names the time it speaks of', async () => {
      const asOf = now() - HOUR;
      const { code, reply } = await verdictOf(region, certificate, { asOf });
      expect({ code, asOf: reply.json.asOf }).to.deep.equal({ code: 'anchor.later', asOf });
    });

    it('cannot be asked for as of tomorrow', async () => {
      const body = { artefact: certificate, asOf: now() + 24 * HOUR };
      const { status, json } = await region.call('/v1/verifications', { body });
      expect({ status, code: json.code, errors: json.errors }).to.deep.equal({
        status: 400,
        code: 'request.invalid',
        errors: [{ path: '/asOf', message: 'lies in the future' }],
      });
    });

    it('gets the changes of its status from the relay, for an engine elsewhere', async () => {
      const { trustedPoint } = (await region.call('/v1/trusted-point')).json as {
        trustedPoint: { contracts: { certificateAnchors: string } };
      };
      const contract = trustedPoint.contracts.certificateAnchors;
      const payload = JSON.parse(Buffer.from(certificate.split('.')[1] as string, 'base64url').toString());
      const { id: anchorId } = (payload as { anchor: { id: string } }).anchor;
      const slots = [{ address: contract, slot: `0x${'0'.repeat(64)}` }];
      const body = { chain: region.caip2, slots, minimumBlock: 0, statusHistory: { contract, anchorId } };
      const { status, json } = await region.call('/v1/evidence', { body });
      expect({ status, changes: json.statusHistory }).to.deep.equal({ status: 200, changes: [] });
    });
  });
});
