import { randomBytes, sign } from 'node:crypto';
import { join } from 'node:path';
import { getCreateAddress, ZeroAddress } from 'ethers';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { issueDepartment, issueRoot, newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { developmentSigners } from '../../../service/adapters/signer/development-signer.ts';
import { certificateText, commitInstance, signingInput } from '../../../service/domain/certificate.ts';
import type { CertificateType } from '../../../service/domain/certificate-type.ts';
import { checkedClaims } from '../../../service/domain/claims.ts';
import { licenceIdentifier } from '../../../service/domain/licence-identifier.ts';
import { issuerUri, typeUri } from '../../../service/domain/region-data.ts';
import { addMonths, yearOf } from '../../../service/domain/validity.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex, utf8 } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { anchorId, certificateLeaf, uriId } from '../../../service/proof/certificate.ts';
import { merkleTree } from '../../../service/proof/merkle-tree.ts';
import { certificateTypes, offlineRegion } from '../../start/region-data.ts';
import type { RegionData } from '../../start/region-data.ts';
import { quartersBefore } from './calendar.ts';
import type { Quarter } from './calendar.ts';
import { citizenOf } from './citizens.ts';
import { claimsOf } from './claims.ts';

type Signing = { uscc: string; chain: Uint8Array[]; sign(message: Uint8Array): Promise<Uint8Array> };

/** 示例未知市: a city of a root and a department of its own that nobody here has ever heard of. */
const unknownRegion: RegionData = {
  id: 'unknown',
  name: { zh: '示例未知市', en: 'Unknown Example City' },
  base: 'https://unknown.example',
  caip2: 'eip155:370398',
  departments: [
    {
      uscc: '123703989999000114',
      kind: 'housing-fund',
      name: { zh: '示例未知市住房公积金管理中心', en: 'Unknown Example City Housing Provident Fund Management Centre' },
    },
  ],
};

/**
 * A housing-fund certificate that is right in every respect a verifier can check without asking a chain, for a chain that
 * does not answer or is not known.
 */
async function certificateOf(region: RegionData, contract: Hex, signing: Signing, now: number): Promise<string> {
  const type = certificateTypes.find(({ code }) => code === 'housing-fund-deposit') as CertificateType;
  const digits = region.caip2.split(':')[1] as string;
  const citizen = citizenOf(digits, 0);
  const quarter = quartersBefore(now).at(-1) as Quarter;
  const office = { uscc: signing.uscc, name: region.departments[0]?.name.zh ?? '' };
  const source = { region: digits, city: region.name.zh, citizen, other: citizen, quarter, now };
  const claims = checkedClaims(type, claimsOf(type.code, { ...source, office: () => office }), citizen.number);
  const licence = licenceIdentifier({
    typeCode: type.typeCode,
    issuer: signing.uscc,
    serial: `${yearOf(now)}00000001`,
    version: '001',
  });
  const { payload, disclosures } = commitInstance(
    nodeSha256,
    { base: region.base },
    type,
    {
      department: signing.uscc,
      licence,
      acceptedAt: now,
      validFrom: now - 3600,
      validUntil: addMonths(now, type.validityMonths ?? 12),
      claims,
    },
    {
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      x5tS256: encodeBase64url(nodeSha256(signing.chain[0] as Uint8Array)),
    },
  );
  const { root } = merkleTree(nodeSha256, certificateLeaf(nodeSha256, payload));
  const typeId = uriId(nodeSha256, typeUri(region.base, type));
  const id = bytesToHex(anchorId(nodeSha256, { department: signing.uscc, type: typeId, root }));
  const anchor = { chain: region.caip2, contract, id, block: 1, index: 0, size: 1, proof: [] };
  const input = signingInput(signing.chain, payload, anchor);
  return certificateText(input, await signing.sign(utf8(input)), disclosures);
}

/** A certificate of 示例离线市, whose chain never answers. `keys`: the folder of all regions' keys. */
export async function unreachableCertificate(keys: string, contract: Hex, now: number): Promise<string> {
  const uscc = offlineRegion.departments[0]?.uscc ?? '';
  const signer = developmentSigners({ folder: join(keys, offlineRegion.id), production: false }).for(uscc);
  if (signer === undefined) throw new RangeError(`no keys of ${offlineRegion.name.zh} in ${keys}`);
  const chain = await signer.certificateChain();
  return certificateOf(offlineRegion, contract, { uscc, chain, sign: signer.signEs256 }, now);
}

/** A certificate of a city nobody admits; its keys are made for it and forgotten. */
export async function unknownCityCertificate(now: number): Promise<string> {
  const [office] = unknownRegion.departments;
  if (office === undefined) throw new RangeError('the unknown city has no department');
  const rootRegion = { region: unknownRegion.name.zh };
  const root = issueRoot({ ...rootRegion, key: newSigningKey(), now, validDays: 3650 });
  const issuer = issuerUri(unknownRegion.base, office.uscc);
  const department = { uscc: office.uscc, name: office.name.zh, issuer, key: newSigningKey(), now, validDays: 1825 };
  const { key, certificate } = issueDepartment({ ...root, ...rootRegion }, department);
  const signing: Signing = {
    uscc: office.uscc,
    chain: [certificate, root.certificate],
    sign: async (message) => sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }),
  };
  const contract = getCreateAddress({ from: ZeroAddress, nonce: 3 }) as Hex;
  return certificateOf(unknownRegion, contract, signing, now);
}
