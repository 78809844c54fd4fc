import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect } from 'chai';
import { bytesToHex, concatBytes } from '../../../service/proof/bytes.ts';
import { decodeHeader, EXTRA_DATA } from '../../../service/proof/header.ts';
import type { DecodedHeader } from '../../../service/proof/header.ts';
import { checkQbft } from '../../../service/proof/qbft.ts';
import { encodeRlp, encodeRlpList, rlpListItems, rlpString } from '../../../service/proof/rlp.ts';
import besu from '../../vectors/qbft-besu-header.json' with { type: 'json' };
import { flipBit, hash32 } from './support.ts';

const trusted = (addresses: readonly string[], fromHeight = 0, toHeight?: number) => ({
  validators: addresses.map((key) => ({ key, fromHeight, ...(toHeight === undefined ? {} : { toHeight }) })),
});
const header = decodeHeader(besu.header.rlp);
const extra = rlpListItems(header.extraData);
const seals = rlpListItems(extra[4] as Uint8Array).map(rlpString);

/** The same header with other items in extraData, or other fields. */
function altered(change: {
  extra?: (items: Uint8Array[]) => Uint8Array[];
  field?: [number, Uint8Array];
}): DecodedHeader {
  const items = change.extra === undefined ? extra : change.extra(extra);
  const fields = header.fields.with(EXTRA_DATA, encodeRlp(encodeRlpList(items)));
  const [index, value] = change.field ?? [EXTRA_DATA, rlpString(fields[EXTRA_DATA] as Uint8Array)];
  return decodeHeader(encodeRlpList(fields.with(index, encodeRlp(value))));
}
const sealed = (list: readonly Uint8Array[]) => altered({ extra: (items) => items.with(4, encodeRlp(list)) });

describe('QBFT header of a real Besu network', () => {
  const trustedPoint = trusted(besu.validators);

  it('is proven by three of four seals, with the hash that the network gave it', () => {
    const result = checkQbft({ trustedPoint, header });
    if (!result.ok) throw new Error(result.code);
    expect(bytesToHex(result.hash)).to.equal(besu.header.hash);
    expect(result).to.include({ statementTime: besu.header.timestamp, quorum: 3, seals: 3, round: 0 });
    expect(header.hash).not.to.deep.equal(result.hash);
  });

  it('is not proven by two seals, or by one seal three times', () => {
    const [a, b] = seals as [Uint8Array, Uint8Array];
    expect(checkQbft({ trustedPoint, header: sealed([a, b]) })).to.include({ ok: false, code: 'noQuorum' });
    expect(checkQbft({ trustedPoint, header: sealed([a, a, a]) })).to.include({ ok: false, code: 'noQuorum' });
    expect(checkQbft({ trustedPoint, header: sealed([]) })).to.include({ ok: false, code: 'noQuorum' });
  });

  it('keeps its hash whatever else is put among the seals', () => {
    const junk = [
      new Uint8Array(65),
      new Uint8Array(0),
      flipBit(seals[0] as Uint8Array, 7),
      new Uint8Array(65).fill(255),
    ];
    const result = checkQbft({ trustedPoint, header: sealed([...junk, ...seals]) });
    expect(result.ok && bytesToHex(result.hash)).to.equal(besu.header.hash);
  });

  it('is not proven after a change of any field, of the round, of the validators named, or of the vanity', () => {
    const changes = [
      altered({ field: [3, hash32(1)] }),
      altered({ field: [8, Uint8Array.of(35)] }),
      altered({ field: [11, Uint8Array.of(1)] }),
      altered({ field: [0, hash32(2)] }),
      altered({ extra: (items) => items.with(0, encodeRlp(new Uint8Array(32))) }),
      altered({ extra: (items) => items.with(1, encodeRlp([])) }),
      altered({ extra: (items) => items.with(3, encodeRlp(Uint8Array.of(1))) }),
    ];
    for (const change of changes) {
      expect(checkQbft({ trustedPoint, header: change })).to.include({ ok: false, code: 'noQuorum' });
    }
  });

  it('is judged by the trusted point’s validators at its height, not by the header’s own list', () => {
    const strangers = Array.from({ length: 4 }, (_, i) => bytesToHex(hash32(i).subarray(12)));
    expect(checkQbft({ trustedPoint: trusted(strangers), header })).to.include({ code: 'noQuorum' });
    expect(checkQbft({ trustedPoint: trusted(besu.validators, 34, 34), header })).to.include({ ok: true });
    expect(checkQbft({ trustedPoint: trusted(besu.validators, 35), header })).to.include({ code: 'tooFewValidators' });
    expect(checkQbft({ trustedPoint: trusted(besu.validators, 0, 33), header })).to.include({
      code: 'tooFewValidators',
    });
    expect(checkQbft({ trustedPoint: trusted(besu.validators.slice(1)), header })).to.include({
      code: 'tooFewValidators',
    });
    const seven = [...besu.validators, ...strangers.slice(1)];
    expect(checkQbft({ trustedPoint: trusted(seven), header })).to.include({ code: 'noQuorum' });
  });

  it('needs usable validators: addresses, each once', () => {
    const twice = [...besu.validators, (besu.validators[0] as string).toLowerCase()];
    for (const addresses of [twice, [...besu.validators, '0x12'], [...besu.validators, '']]) {
      expect(checkQbft({ trustedPoint: trusted(addresses), header })).to.include({ code: 'malformedTrust' });
    }
  });

  for (const [why, items] of [
    ['four items', (list: Uint8Array[]) => list.slice(0, 4)],
    ['six items', (list: Uint8Array[]) => [...list, encodeRlp([])]],
    ['a vanity of another length', (list: Uint8Array[]) => list.with(0, encodeRlp(new Uint8Array(31)))],
    ['a string for its seals', (list: Uint8Array[]) => list.with(4, encodeRlp(new Uint8Array(65)))],
    ['a round of five bytes', (list: Uint8Array[]) => list.with(3, encodeRlp(new Uint8Array(5).fill(1)))],
    ['more seals than any set', (list: Uint8Array[]) => list.with(4, encodeRlp(Array(257).fill(new Uint8Array(65))))],
  ] as const) {
    it(`is malformed with ${why} in extraData`, () => {
      const change = altered({ extra: (list) => items(list) });
      expect(checkQbft({ trustedPoint, header: change })).to.include({ ok: false, code: 'malformedHeader' });
    });
  }

  it('is malformed with extraData of another engine', () => {
    const clique = altered({ field: [EXTRA_DATA, new Uint8Array(97)] });
    expect(checkQbft({ trustedPoint, header: clique })).to.include({ ok: false, code: 'malformedHeader' });
  });
});

describe('QBFT header of a later round', () => {
  const secrets = Array.from({ length: 4 }, (_, i) => hash32(1000 + i));
  const addresses = secrets.map((secret) =>
    bytesToHex(keccak_256(secp256k1.getPublicKey(secret, false).subarray(1)).subarray(12)),
  );
  const trustedPoint = trusted(addresses);
  const round = (value: number) => encodeRlp(value === 0 ? new Uint8Array(0) : Uint8Array.of(value));
  const withRound = (value: number, list: readonly Uint8Array[]) =>
    altered({
      extra: ([vanity, validators, vote]) => [vanity, validators, vote, round(value), encodeRlp(list)] as Uint8Array[],
    });
  const seal = (hash: Uint8Array, secret: Uint8Array) => {
    const recovered = secp256k1.sign(hash, secret, { prehash: false, format: 'recovered' });
    return concatBytes(recovered.subarray(1), recovered.subarray(0, 1));
  };

  it('is sealed over its round, and hashed without it', () => {
    const sealHash = withRound(2, []).hash;
    const made = secrets.map((secret) => seal(sealHash, secret));
    const result = checkQbft({ trustedPoint, header: withRound(2, made) });
    if (!result.ok) throw new Error(result.detail);
    expect(result.round).to.equal(2);
    expect(result.hash).to.deep.equal(withRound(0, []).hash);
  });

  it('is not proven by seals made for another round', () => {
    const made = secrets.map((secret) => seal(withRound(1, []).hash, secret));
    expect(checkQbft({ trustedPoint, header: withRound(2, made) })).to.include({ ok: false, code: 'noQuorum' });
    expect(checkQbft({ trustedPoint, header: withRound(0, made) })).to.include({ ok: false, code: 'noQuorum' });
  });
});
