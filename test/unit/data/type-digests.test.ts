import { expect } from 'chai';
import { nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import types from '../../../service/data/certificate-types.json' with { type: 'json' };
import type { CertificateType } from '../../../service/domain/certificate-type.ts';
import { typeIntegrity } from '../../../service/domain/type-metadata.ts';
import digests from './type-digests.json' with { type: 'json' };

// Certificates carry the digest of their type's metadata for as long as they are valid. Names, labels, claims and template
// of a published version therefore never change: what must change gets a new major version beside the old one.
describe('The metadata of a published certificate type', () => {
  const integrity = (type: CertificateType) => typeIntegrity(nodeSha256, 'https://dongying.example', type);

  it('stays what the certificates issued so far say, and a new version is written down beside it', () => {
    const now = (types as unknown as CertificateType[]).map((type) => [`${type.code}/${type.major}`, integrity(type)]);
    expect(Object.fromEntries(now)).to.deep.equal(digests);
  });

  it('is another when a label, a claim or what may be kept changes', () => {
    const [type] = types as unknown as [CertificateType];
    const { name, ...others } = type.claims;
    const changed = [
      { ...type, name: { ...type.name, en: 'Another' } },
      { ...type, claims: others },
      { ...type, claims: { ...others, name: { ...name, disclosable: false } } },
      { ...type, major: 2 },
    ] as CertificateType[];
    expect(new Set([type, ...changed].map(integrity)).size).to.equal(5);
  });
});
