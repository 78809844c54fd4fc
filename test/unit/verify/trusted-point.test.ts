import { expect } from 'chai';
import { readTrustedPoint, TrustedPointInvalid } from '../../../service/verify/index.ts';
import { createRegion } from '../../support/engine/region.ts';

const { trustedPoint } = createRegion();
const [validator] = trustedPoint.validators;
const { contracts, ...withoutContracts } = trustedPoint;
const ADDRESS = contracts.council;

const pathOf = (value: unknown): string | undefined => {
  try {
    readTrustedPoint(value);
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(TrustedPointInvalid);
    return (error as TrustedPointInvalid).path;
  }
};

describe('a trusted point', () => {
  it('is read as it stands after a journey as JSON', () => {
    const point: unknown = JSON.parse(JSON.stringify(trustedPoint));
    expect(readTrustedPoint(point)).to.deep.equal(trustedPoint);
    const former = { ...trustedPoint, validators: [{ ...validator, toHeight: 7 }] };
    expect(readTrustedPoint(former)).to.deep.equal(former);
  });

  it('of a QBFT chain names its validators by address, of an attested one by key', () => {
    const qbft = { ...trustedPoint, scheme: 'qbft', validators: [{ key: ADDRESS, fromHeight: 0 }] };
    expect(readTrustedPoint(qbft)).to.deep.equal(qbft);
    expect(pathOf({ ...qbft, scheme: 'attested' })).to.equal('validators[0].key');
    expect(pathOf({ ...trustedPoint, scheme: 'qbft' })).to.equal('validators[0].key');
  });

  for (const [title, path, value] of [
    ['nothing', '', undefined],
    ['null', '', null],
    ['a list', '', [trustedPoint]],
    ['a network file as a whole', 'caip2', { chain: {}, trustedPoint }],
    ['a point without contracts', 'contracts', withoutContracts],
    [
      'a point with a contract less',
      'contracts.useLedger',
      { ...trustedPoint, contracts: { ...contracts, useLedger: undefined } },
    ],
    ['a member that nobody knows', 'note', { ...trustedPoint, note: 1 }],
    ['a contract that nobody knows', 'contracts.x', { ...trustedPoint, contracts: { ...contracts, x: ADDRESS } }],
    ['a member of Object’s own', 'toString', { ...trustedPoint, toString: 1 }],
    ['a name in one language', 'name.en', { ...trustedPoint, name: { zh: '东营市' } }],
    ['an empty name', 'name.en', { ...trustedPoint, name: { zh: '东营市', en: '' } }],
    ['a chain of another kind', 'caip2', { ...trustedPoint, caip2: 'bip122:1' }],
    ['a base that is not https', 'base', { ...trustedPoint, base: 'http://dongying.example' }],
    ['a base with a path', 'base', { ...trustedPoint, base: 'https://dongying.example/x' }],
    ['a short genesis hash', 'genesisHash', { ...trustedPoint, genesisHash: '0x00' }],
    ['another scheme', 'scheme', { ...trustedPoint, scheme: 'clique' }],
    ['no validators', 'validators', { ...trustedPoint, validators: [] }],
    ['too many validators', 'validators', { ...trustedPoint, validators: Array(1001).fill(validator) }],
    [
      'a validator from no height',
      'validators[0].fromHeight',
      { ...trustedPoint, validators: [{ key: validator!.key }] },
    ],
    [
      'a validator until half a block',
      'validators[0].toHeight',
      { ...trustedPoint, validators: [{ ...validator, toHeight: 0.5 }] },
    ],
    [
      'a key of another curve',
      'validators[0].key.crv',
      { ...trustedPoint, validators: [{ ...validator, key: { ...(validator!.key as object), crv: 'P-384' } }] },
    ],
    [
      'a private key',
      'validators[0].key.d',
      { ...trustedPoint, validators: [{ ...validator, key: { ...(validator!.key as object), d: 'A'.repeat(43) } }] },
    ],
    ['a short thumbprint', 'rootX5tS256[0]', { ...trustedPoint, rootX5tS256: ['x'] }],
    ['an age of nothing', 'maxAgeSeconds', { ...trustedPoint, maxAgeSeconds: 0 }],
    ['an age as text', 'maxAgeSeconds', { ...trustedPoint, maxAgeSeconds: '300' }],
    ['development as text', 'development', { ...trustedPoint, development: 'false' }],
  ] as [title: string, path: string, value: unknown][]) {
    it(`is not ${title}`, () => {
      expect(pathOf(value)).to.equal(path);
    });
  }
});
