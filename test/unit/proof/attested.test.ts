import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { attestedStatement, chainIdOf, checkAttested } from '../../../service/proof/attested.ts';
import type { AttestedTrust, Vote } from '../../../service/proof/attested.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import type { Es256Jwk } from '../../../service/proof/es256-key.ts';
import { thumbprint } from '../../../service/proof/es256-key.ts';
import { quorumOf } from '../../../service/proof/validator-set.ts';
import { flipBit, hash32, primitives, sha256 } from './support.ts';

type Attester = { kid: string; jwk: Es256Jwk; privateKey: KeyObject };

const attesters: Attester[] = Array.from({ length: 7 }, () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as Es256Jwk;
  return { kid: thumbprint(sha256, jwk), jwk, privateKey };
});
const four = attesters.slice(0, 4);
const genesisHash = hash32(1);
const header = { number: 7, hash: hash32(2) };

const trust = (of: readonly Attester[], change: Partial<AttestedTrust> = {}): AttestedTrust => ({
  caip2: 'eip155:370500',
  genesisHash: bytesToHex(genesisHash),
  validators: of.map(({ jwk }) => ({ key: jwk, fromHeight: 0 })),
  ...change,
});

type Statement = Parameters<typeof attestedStatement>[0];
function vote(attester: Attester, time: number, change: Partial<Statement> = {}): Vote {
  const statement = { genesisHash, chainId: 370500, height: header.number, blockHash: header.hash, time, ...change };
  const sig = sign('sha256', attestedStatement(statement), { key: attester.privateKey, dsaEncoding: 'ieee-p1363' });
  return { kid: attester.kid, time, sig: encodeBase64url(sig) };
}
const votes = (of: readonly Attester[], times: readonly number[]): Vote[] =>
  of.flatMap((attester, i) => (times[i] === undefined ? [] : [vote(attester, times[i])]));
const check = (list: readonly Vote[], trustedPoint = trust(four), of = header) =>
  checkAttested(primitives, { trustedPoint, header: of, votes: list });

describe('attested statement', () => {
  it('has 120 bytes in the order of the format', () => {
    const bytes = attestedStatement({
      genesisHash,
      chainId: 370500,
      height: 7,
      blockHash: hash32(2),
      time: 1_800_000_000,
    });
    const tagHead = bytesToHex(bytes.subarray(0, 32));
    expect(tagHead).to.equal(bytesToHex(sha256(new TextEncoder().encode('zhenglian/v1/head'))));
    expect(bytesToHex(bytes.subarray(32))).to.equal(
      `${bytesToHex(genesisHash)}000000000005a7440000000000000007${bytesToHex(hash32(2)).slice(2)}000000006b49d200`,
    );
  });

  it('refuses hashes of another length', () => {
    const statement = { genesisHash, chainId: 1, height: 1, blockHash: hash32(2), time: 1 };
    expect(() => attestedStatement({ ...statement, blockHash: new Uint8Array(31) })).to.throw(RangeError);
    expect(() => attestedStatement({ ...statement, genesisHash: new Uint8Array(33) })).to.throw(RangeError);
  });
});

describe('quorum of votes', () => {
  it('is two thirds, rounded up', () => {
    expect([4, 5, 6, 7, 10].map(quorumOf)).to.deep.equal([3, 4, 4, 5, 7]);
  });

  it('of three of four proves a header, at the smallest time among them', async () => {
    expect(await check(votes(four, [100, 120, 110]))).to.deep.equal({
      ok: true,
      statementTime: 100,
      quorum: 3,
      votes: 3,
    });
  });

  it('counts the newest: a laggard does not make it older, a hurrier not newer', async () => {
    expect(await check(votes(four, [100, 120, 110, 5]))).to.include({ statementTime: 100 });
    expect(await check(votes(four, [100, 9_999_999, 110, 90]))).to.include({ statementTime: 100 });
  });

  it('takes the newest vote of a validator that signed again', async () => {
    const renewed = [...votes(four, [100, 100, 100]), ...votes(four, [200, 200, 200])];
    expect(await check(renewed)).to.include({ statementTime: 200, votes: 3 });
  });

  it('is missed by two, and by one that votes three times', async () => {
    const [a] = four as [Attester];
    for (const list of [[], votes(four, [100, 100]), [vote(a, 100), vote(a, 101), vote(a, 102)]]) {
      expect(await check(list)).to.include({ ok: false, code: 'noQuorum' });
    }
  });

  it('does not count strangers, nor does a stranger or a bad signature spoil it', async () => {
    const strangers = attesters.slice(4).map((attester) => vote(attester, 300));
    expect(await check(strangers)).to.include({ ok: false, code: 'noQuorum' });
    const [a, b] = four as [Attester, Attester];
    const junk = [
      { ...vote(a, 400), sig: vote(b, 400).sig },
      { kid: b.kid, time: 500, sig: 'not a signature' },
    ];
    const padded = { kid: b.kid, time: 501, sig: `${vote(b, 501).sig.slice(0, 85)}!` };
    expect(await check([...strangers, ...junk, padded, ...votes(four, [100, 100, 100])])).to.include({
      ok: true,
      statementTime: 100,
    });
  });

  for (const [what, change] of [
    ['another chain id', { chainId: 370100 }],
    ['another genesis', { genesisHash: hash32(9) }],
    ['another height', { height: 8 }],
    ['another block', { blockHash: hash32(9) }],
    ['another time', { time: 99 }],
  ] as const) {
    it(`is not made by votes signed for ${what}`, async () => {
      const list = four.map((attester) => ({ ...vote(attester, 100, change), time: 100 }));
      expect(await check(list)).to.include({ ok: false, code: 'noQuorum' });
    });
  }

  it('is lost by any change of a header or of a vote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat({ max: 2 }), async (bit, which) => {
        const list = votes(four, [100, 100, 100]);
        const sig = flipBit(Buffer.from((list[which] as Vote).sig, 'base64url'), bit);
        const altered = list.with(which, { ...(list[which] as Vote), sig: encodeBase64url(sig) });
        expect(await check(altered)).to.include({ ok: false });
        expect(await check(list, trust(four), { ...header, hash: flipBit(header.hash, bit) })).to.include({
          ok: false,
        });
        expect(await check(list.with(which, { ...(list[which] as Vote), time: 101 }))).to.include({ ok: false });
      }),
      { numRuns: 30 },
    );
  });
});

describe('validators in force', () => {
  const validators = (ranges: readonly [number, number?][]) =>
    ranges.map(([fromHeight, toHeight], i) => ({
      key: (attesters[i] as Attester).jwk,
      fromHeight,
      ...(toHeight === undefined ? {} : { toHeight }),
    }));

  it('are those of the header’s height, ends included', async () => {
    const set = trust(four, { validators: validators([[0, 7], [7], [0], [0], [8], [0, 6]]) });
    expect(await check(votes(attesters, [100, 100, 100]), set)).to.include({ ok: true, quorum: 3 });
    const others = votes(attesters.slice(3, 6), [100, 100, 100]);
    expect(await check(others, set)).to.include({ ok: false, code: 'noQuorum' });
  });

  it('must be four at least', async () => {
    expect(await check(votes(four, [1, 1, 1]), trust(four.slice(1)))).to.include({ code: 'tooFewValidators' });
    const ended = trust(four, { validators: validators([[0], [0], [0], [0, 6]]) });
    expect(await check(votes(four, [1, 1, 1]), ended)).to.include({ code: 'tooFewValidators' });
  });

  for (const [why, change] of [
    ['a key that occurs twice', { validators: [...trust(four).validators, ...trust(four).validators] }],
    ['an address for a key', { validators: [...trust(four).validators, { key: '0x12', fromHeight: 0 }] }],
    ['a key of another curve', { validators: [{ key: { crv: 'P-384' } as never, fromHeight: 0 }] }],
    ['a genesis hash of another length', { genesisHash: '0x12' }],
    ['a genesis hash that is no hexadecimal', { genesisHash: 'genesis' }],
    ['a chain of another namespace', { caip2: 'cosmos:hub' }],
    ['a chain id with a leading zero', { caip2: 'eip155:0370500' }],
  ] as const) {
    it(`are unusable with ${why}`, async () => {
      expect(await check(votes(four, [1, 1, 1]), trust(four, change))).to.include({
        ok: false,
        code: 'malformedTrust',
      });
    });
  }

  it('name their chain by number', () => {
    expect(chainIdOf('eip155:370500')).to.equal(370500);
    for (const name of ['eip155:', 'eip155:1e3', 'eip155:9999999999999999', 'eip155:1 ']) {
      expect(chainIdOf(name), name).to.equal(undefined);
    }
  });
});

describe('votes of another shape', () => {
  const [valid] = votes(four, [1]) as [Vote];
  for (const [why, list] of [
    ['no list', { length: 3 }],
    ['null', null],
    ['a null among them', [null]],
    ['a time that is text', [{ ...valid, time: '1' }]],
    ['a negative time', [{ ...valid, time: -1 }]],
    ['a fraction of a second', [{ ...valid, time: 1.5 }]],
    ['no signature', [{ kid: valid.kid, time: 1 }]],
    ['more than anybody needs', Array.from({ length: 1025 }, () => valid)],
  ] as const) {
    it(`are refused: ${why}`, async () => {
      expect(await check(list as never)).to.include({ ok: false, code: 'malformedVotes' });
    });
  }
});
