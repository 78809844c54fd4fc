import { verify } from 'node:crypto';
import { expect } from 'chai';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import type { IssuingDeps } from '../../../service/app/issuing/deps.ts';
import { readInstance } from '../../../service/app/issuing/read-certificate.ts';
import type { BatchRow, CertificateRow, InstanceRow } from '../../../service/app/issuing/rows.ts';
import { statusCodes } from '../../../service/domain/certificate-status.ts';
import { firstBrokenEvent, LOG_START } from '../../../service/domain/event-log.ts';
import { decodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex, hexToBytes, utf8 } from '../../../service/proof/bytes.ts';
import type { JsonObject } from '../../../service/proof/canonical-json.ts';
import { certificateLeaf } from '../../../service/proof/certificate.ts';
import { verifyInclusion } from '../../../service/proof/merkle-tree.ts';
import type { LoggedEvent, StoreKey } from '../../../service/ports/store.ts';
import { tables } from '../../../service/ports/tables.ts';
import type { FakeChain } from './fake-chain.ts';
import type { TestSigner } from './test-region.ts';

async function rows<T>(deps: IssuingDeps, prefix: StoreKey): Promise<T[]> {
  const found: T[] = [];
  for await (const [, row] of deps.store.range<T>(prefix)) found.push(row);
  return found;
}

type Anchor = {
  id: string;
  index: number;
  size: number;
  block: number;
  proof: string[];
  chain: string;
  contract: string;
};

/** Checks a certificate's text against the chain and its signer, without the service's own rows. */
export function auditText(deps: IssuingDeps, chain: FakeChain, signer: TestSigner, text: string): JsonObject {
  const [jwt = '', ...disclosures] = text.split('~');
  const [header, body, signature] = jwt.split('.');
  const payload = JSON.parse(new TextDecoder().decode(decodeBase64url(body ?? ''))) as JsonObject;
  const key = { key: signer.publicKey, dsaEncoding: 'ieee-p1363' } as const;
  expect(verify('sha256', utf8(`${header}.${body}`), key, decodeBase64url(signature ?? ''))).to.equal(true);
  const anchor = payload['anchor'] as unknown as Anchor;
  const onChain = chain.anchors().get(anchor.id);
  expect(onChain).to.include({ department: signer.department, size: anchor.size, block: anchor.block });
  const inclusion = {
    leafHash: certificateLeaf(nodeSha256, payload),
    index: anchor.index,
    size: anchor.size,
    proof: anchor.proof.map(decodeBase64url),
    root: hexToBytes(onChain?.root ?? '0x'),
  };
  expect(verifyInclusion(nodeSha256, inclusion)).to.equal(true);
  expect(disclosures.at(-1)).to.equal('');
  expect(disclosures).to.have.length((payload['_sd'] as unknown[]).length + 1);
  expect([anchor.chain, anchor.contract]).to.deep.equal([deps.region.caip2, deps.region.contracts.certificateAnchors]);
  return payload;
}

/**
 * What must be true of any store and chain once nothing is under way: every accepted instance issued exactly once and
 * verifiable, in one batch and one anchor; every licence's instances with its status on chain; an unbroken log.
 *
 * @returns how many instances there are
 */
export async function auditIssuing(
  deps: IssuingDeps,
  chain: FakeChain,
  signerOf: (department: string) => TestSigner,
): Promise<number> {
  for (const table of [tables.outbox, tables.pendingInstances, tables.signingWork, tables.queuedStatusChanges]) {
    expect(await rows(deps, [table]), `table ${table}`).to.deep.equal([]);
  }
  const events = await rows<LoggedEvent>(deps, [tables.events]);
  expect(firstBrokenEvent(nodeSha256, { seq: 0, hash: LOG_START }, events)).to.equal(undefined);
  const issued = events.filter(({ type }) => type === 'certificate.issued').map(({ facts }) => facts?.['instance']);
  const instances = await rows<InstanceRow>(deps, [tables.instances]);
  expect(issued.toSorted()).to.deep.equal(instances.map(({ id }) => id).toSorted());

  const batches = await rows<BatchRow>(deps, [tables.batches]);
  const anchored = batches.filter(({ block }) => block !== undefined);
  expect(anchored.map(({ id }) => id).toSorted()).to.deep.equal([...chain.anchors().keys()].toSorted());
  const leaves = anchored.flatMap(({ members }) => members.map(({ leaf }) => leaf));
  expect(new Set(leaves).size).to.equal(leaves.length);

  const licences = new Set<string>();
  for (const certificate of await rows<CertificateRow>(deps, [tables.certificates])) {
    licences.add(certificate.licence);
    expect(certificate.change).to.equal(undefined);
    for (const id of certificate.instances) {
      const { certificate: text = '' } = await readInstance(deps, certificate.id, id);
      const payload = auditText(deps, chain, signerOf(certificate.department), text);
      expect(payload['licence']).to.equal(certificate.licence);
      const { id: anchorId, index } = payload['anchor'] as unknown as Anchor;
      expect(chain.status(anchorId, index)).to.equal(statusCodes[certificate.status]);
      expect(leaves).to.include(bytesToHex(certificateLeaf(nodeSha256, payload)));
    }
  }
  expect(licences.size).to.equal(new Set(instances.map(({ certificate }) => certificate)).size);
  return instances.length;
}
