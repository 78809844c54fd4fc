import type { KeyObject } from 'node:crypto';
import { getAddress } from 'ethers';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex, utf8 } from '../../../service/proof/bytes.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonObject } from '../../../service/proof/canonical-json.ts';
import { anchorId, certificateLeaf, uriId } from '../../../service/proof/certificate.ts';
import { merkleTree } from '../../../service/proof/merkle-tree.ts';
import { anchorSlot, keySlot, statusWordSlot } from '../../../service/proof/storage-layout.ts';
import type { EvidenceBundle, HolderDemand, TrustedPoint } from '../../../service/verify/index.ts';
import { bind, digestOf, disclosureOf, encodeJson, salt } from '../../../test/support/engine/certificates.ts';
import { createRegion, jwkOf, NOW, packed, sha256, signRaw } from '../../../test/support/engine/region.ts';

/** Distinct presentations under one region's evidence: what a busy window sees. */
export type Items = {
  texts: string[];
  evidence: EvidenceBundle;
  trustedPoint: TrustedPoint;
  now: number;
  demand: HolderDemand;
};

const demand: HolderDemand = { audience: 'https://dongying.example/windows', nonce: 'n-1', maxAgeSeconds: 60 };

/** Twelve claims, eight of them disclosable. */
const OPEN: JsonObject = { accountStatus: '正常', paidThrough: '2025-12', depositBase: 8000, consecutiveMonths: 120 };
const disclosable = (i: number): JsonObject => ({
  ...{ name: `示例·${i}`, number: `99010119900101${String(i).padStart(4, '0')}`, employer: '东营市测试单位' },
  ...{ account: String(i), employerRate: 10, personalRate: 10, balance: 12_345.67 + i, openedOn: '2015-03-01' },
});

type Draft = { committed: JsonObject; disclosures: string[]; holder: KeyObject };

/** `count` certificates of one batch, each with a holder's key and presented with key binding. */
export function makeItems(count: number): Items {
  const region = createRegion();
  const { trustedPoint } = region;
  const vct = `${region.base}/types/housing-fund-deposit/1`;
  const certificates = [region.signer.certificate, region.root.certificate];
  const drafts = Array.from({ length: count }, (_, i): Draft => {
    const holder = newSigningKey();
    const disclosures = Object.entries(disclosable(i)).map(([name, value]) => disclosureOf(name, value));
    const committed: JsonObject = {
      ...{
        iss: region.iss,
        vct,
        iat: NOW - 3660,
        nbf: NOW - 3660,
        exp: NOW + 86_400,
        salt: salt(),
        _sd_alg: 'sha-256',
      },
      licence: `1.2.156.3005.2.11100000999900011E001.${region.department}.${String(i).padStart(12, '0')}.001.0`,
      'x5t#S256': encodeBase64url(sha256(region.signer.certificate)),
      ...OPEN,
      ...{ _sd: disclosures.map(digestOf).sort(), cnf: { jwk: jwkOf(holder) } },
    };
    return { committed, disclosures, holder };
  });
  const tree = merkleTree(sha256, Buffer.concat(drafts.map(({ committed }) => certificateLeaf(sha256, committed))));
  const id = anchorId(sha256, { department: region.department, type: uriId(sha256, vct), root: tree.root });
  const address = trustedPoint.contracts.certificateAnchors;
  region.set(address, anchorSlot(id), packed([region.department, 18], [count, 4], [NOW - 3600, 5], [42, 5]));
  const header = encodeJson({
    ...{ alg: 'ES256', typ: 'dc+sd-jwt' },
    x5c: certificates.map((der) => Buffer.from(der).toString('base64')),
  });
  const texts = drafts.map(({ committed, disclosures, holder }, index) => {
    const anchor = {
      ...{ chain: region.caip2, contract: getAddress(address), id: bytesToHex(id), block: 42, index, size: count },
      proof: tree.proof(index).map(encodeBase64url),
    };
    const input = `${header}.${encodeBase64url(utf8(canonicalJson({ ...committed, anchor })))}`;
    const signature = encodeBase64url(signRaw(region.signer.key, utf8(input)));
    return bind(`${[`${input}.${signature}`, ...disclosures].join('~')}~`, holder);
  });
  const lower = (hex: string): `0x${string}` => hex.toLowerCase() as `0x${string}`;
  const words = Array.from({ length: Math.ceil(count / 128) }, (_, word) => statusWordSlot(id, word * 128));
  const evidence = region.evidence([
    ...[anchorSlot(id), ...words].map((slot) => ({ address: lower(address), slot })),
    { address: lower(trustedPoint.contracts.authorityRegistry), slot: keySlot(sha256(region.signer.certificate)) },
  ]);
  return { texts, evidence, trustedPoint, now: NOW, demand };
}
