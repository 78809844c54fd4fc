import { getAddress } from 'ethers';
import { encodeBase64url } from '../../../../service/proof/base64url.ts';
import { canonicalJson } from '../../../../service/proof/canonical-json.ts';
import { newSigningKey } from '../../../../service/adapters/pki/certificates.ts';
import { issue } from '../certificates.ts';
import { createRegion, NOW, sha256 } from '../region.ts';
import type { TestRegion } from '../region.ts';
import { circumstance, issued } from './case.ts';
import type { Case } from './case.ts';

const DAY = 86_400;
const jinan = () => createRegion({ caip2: 'eip155:370100', base: 'https://jinan.example', name: '济南市' });

/** Issued with another signing certificate of the region, which `register` tells the chain. */
function signedWith(
  code: string,
  title: string,
  certificate: (region: TestRegion) => ReturnType<TestRegion['certify']>,
  register: (region: TestRegion, thumbprint: Uint8Array) => void = (region, thumbprint) => region.setKey(thumbprint),
): Case {
  return {
    code,
    title,
    given(faulty) {
      const region = createRegion();
      const good = region.certify();
      region.setKey(sha256(good.certificate));
      const signer = faulty ? certificate(region) : good;
      if (faulty) register(region, sha256(signer.certificate));
      const certificates = [signer.certificate, region.root.certificate];
      return { region, text: issue(region, { key: signer.key, certificates }).text };
    },
  };
}

export const issuerCases: Case[] = [
  circumstance('issuer.unknownRegion', 'a region without trusted point', () => ({ trustedPoint: undefined })),
  issued('issuer.outsideRegion', 'an issuer of another domain', () => ({
    payload: { iss: 'https://dongying.example.evil/departments/11370500000000001X' },
  })),
  issued('issuer.outsideRegion', 'an issuer that is no department', () => ({
    payload: { iss: 'https://dongying.example/departments/x' },
  })),
  issued('issuer.untrusted', 'signed under the root of another region', () => {
    const other = jinan();
    return { certificates: [other.signer.certificate, other.root.certificate], key: other.signer.key };
  }),
  issued('issuer.untrusted', 'x5c without the root', (region) => ({ certificates: [region.signer.certificate] })),
  issued('issuer.chainInvalid', 'a certificate under a root of the same name', (region) => {
    const rogue = createRegion().signer;
    return { certificates: [rogue.certificate, region.root.certificate], key: rogue.key };
  }),
  issued('issuer.chainInvalid', 'the root itself as signer', (region) => ({
    certificates: [region.root.certificate, region.root.certificate],
    key: region.root.key,
  })),
  issued('issuer.chainInvalid', 'a department that certifies others', (region) => {
    const { signer, root } = region;
    const forged = createRegion().certify();
    return { certificates: [forged.certificate, signer.certificate, root.certificate], key: forged.key };
  }),
  issued('issuer.certificateMismatch', 'x5t#S256 of another certificate', (region) => ({
    payload: { 'x5t#S256': encodeBase64url(sha256(region.root.certificate)) },
  })),
  signedWith('issuer.nameMismatch', 'signed with the certificate of another department', (region) =>
    region.certify({ issuer: `${region.base}/departments/113705000000000028` }),
  ),
  signedWith('issuer.notInForce', 'a certificate that had expired at issuance', (region) =>
    region.certify({ now: NOW - 20 * DAY, validDays: 1 }),
  ),
  signedWith('issuer.notInForce', 'a certificate that was not yet valid at issuance', (region) =>
    region.certify({ now: NOW + 2 * DAY }),
  ),
];

export const keyCases: Case[] = [
  issued('key.signatureInvalid', 'signed with another key', () => ({ key: newSigningKey() })),
  signedWith(
    'key.unregistered',
    'a certificate the registry never saw',
    (region) => region.certify(),
    () => undefined,
  ),
  signedWith(
    'key.otherDepartment',
    'a key registered for another department',
    (region) => region.certify(),
    (region, thumbprint) => region.setKey(thumbprint, { department: '113705000000000028' }),
  ),
  signedWith(
    'key.otherUse',
    'a key registered for encryption',
    (region) => region.certify(),
    (region, thumbprint) => region.setKey(thumbprint, { use: 3 }),
  ),
  signedWith(
    'key.notInForce',
    'a key that ended before issuance',
    (region) => region.certify(),
    (region, thumbprint) => region.setKey(thumbprint, { until: NOW - 3600 }),
  ),
  signedWith(
    'key.notInForce',
    'a key that began after issuance',
    (region) => region.certify(),
    (region, thumbprint) => region.setKey(thumbprint, { from: NOW - 3599 }),
  ),
  signedWith(
    'key.compromised',
    'a key compromised by the time of issuance',
    (region) => region.certify(),
    (region, thumbprint) => region.setKey(thumbprint, { compromisedFrom: NOW - 3600 }),
  ),
];

export const anchorCases: Case[] = [
  issued('anchor.inclusionInvalid', 'another place in the batch', () => ({ anchor: { index: 1 } })),
  issued('anchor.inclusionInvalid', 'a type the batch is not of', () => ({
    serialise: (payload) => canonicalJson(payload).replace('housing-fund-deposit/1', 'housing-fund-deposit/2'),
  })),
  issued('anchor.unknownContract', 'another contract', () => ({
    anchor: { contract: getAddress('0x00000000000000000000000000000000000000ff') },
  })),
  issued('anchor.absent', 'a root that no one anchored', () => ({ unanchored: true })),
  issued('anchor.sizeMismatch', 'a batch that is larger on chain', () => ({ onChain: { size: 6 } })),
  issued('anchor.blockMismatch', 'another block', () => ({ anchor: { block: 41 } })),
  issued('authority.otherDepartment', "another department's anchor", () => ({
    onChain: { department: '113705000000000028' },
  })),
];
