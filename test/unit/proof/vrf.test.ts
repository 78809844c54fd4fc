import { p256 } from '@noble/curves/nist.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { bytesToHex, concatBytes } from '../../../service/proof/bytes.ts';
import { vrfOutput, vrfProve, vrfPublicKey, vrfVerify } from '../../../service/proof/vrf.ts';
import vectors from '../../vectors/ecvrf-p256-sswu.json' with { type: 'json' };
import { bytes, bytesOf, codeOf, flipBit, hash32 } from './support.ts';

const ORDER = bytes('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const secret = hash32(1);
const publicKey = vrfPublicKey(secret);
const alpha = hash32(2);
const { proof, output } = vrfProve(secret, alpha);

describe('ECVRF-P256-SHA256-SSWU (RFC 9381)', () => {
  for (const { sk, pk, alpha: input, pi, beta } of vectors.vectors) {
    it(`is the published example: key ${pk.slice(0, 8)}…`, () => {
      expect(bytesToHex(vrfPublicKey(bytes(sk)))).to.equal(`0x${pk}`);
      const made = vrfProve(bytes(sk), bytes(input));
      expect(bytesToHex(made.proof)).to.equal(`0x${pi}`);
      expect(bytesToHex(made.output)).to.equal(`0x${beta}`);
      const verified = vrfVerify(bytes(pk), bytes(input), bytes(pi));
      expect(verified && bytesToHex(verified)).to.equal(`0x${beta}`);
    });
  }

  it('verifies what it proves, for any key and input', () => {
    fc.assert(
      fc.property(bytesOf(32), fc.uint8Array({ maxLength: 200 }), (key, input) => {
        fc.pre(codeOf(() => vrfPublicKey(key)) === undefined);
        const made = vrfProve(key, input);
        expect(made.proof.length).to.equal(81);
        expect(vrfVerify(vrfPublicKey(key), input, made.proof)).to.deep.equal(made.output);
        expect(vrfOutput(key, input)).to.deep.equal(made.output);
        expect(vrfProve(key, input)).to.deep.equal(made);
      }),
      { numRuns: 20 },
    );
  });

  it('verifies nothing after any change of a bit of proof, input or key', () => {
    fc.assert(
      fc.property(fc.nat(), (bit) => {
        expect(vrfVerify(publicKey, alpha, flipBit(proof, bit))).to.equal(undefined);
        expect(vrfVerify(publicKey, flipBit(alpha, bit), proof)).to.equal(undefined);
        expect(vrfVerify(flipBit(publicKey, bit), alpha, proof)).to.equal(undefined);
      }),
      { numRuns: 100 },
    );
  });

  it('verifies nothing under another key, for another input, or with another length', () => {
    expect(vrfVerify(vrfPublicKey(hash32(9)), alpha, proof)).to.equal(undefined);
    expect(vrfVerify(publicKey, concatBytes(alpha, Uint8Array.of(0)), proof)).to.equal(undefined);
    for (const other of [proof.subarray(1), concatBytes(proof, Uint8Array.of(0)), new Uint8Array(0)]) {
      expect(vrfVerify(publicKey, alpha, other)).to.equal(undefined);
    }
    for (const key of [
      publicKey.subarray(1),
      p256.getPublicKey(secret, false),
      new Uint8Array(33),
      new Uint8Array(1),
    ]) {
      expect(vrfVerify(key, alpha, proof)).to.equal(undefined);
    }
  });

  it('refuses s at and beyond the order, without an exception', () => {
    const gammaAndC = proof.subarray(0, 49);
    for (const s of [ORDER, new Uint8Array(32).fill(255), new Uint8Array(32)]) {
      expect(vrfVerify(publicKey, alpha, concatBytes(gammaAndC, s))).to.equal(undefined);
    }
  });

  it('refuses Gamma off the curve, at infinity, or uncompressed', () => {
    const rest = proof.subarray(33);
    const offCurve = Uint8Array.from(proof.subarray(0, 33));
    do offCurve[32] = ((offCurve[32] as number) + 1) & 255;
    while (codeOf(() => p256.Point.fromBytes(offCurve)) === undefined);
    for (const gamma of [offCurve, new Uint8Array(33), proof.subarray(0, 33).with(0, 4)]) {
      expect(vrfVerify(publicKey, alpha, concatBytes(gamma, rest))).to.equal(undefined);
    }
    const zeroChallenge = concatBytes(proof.subarray(0, 33), new Uint8Array(48));
    expect(vrfVerify(publicKey, alpha, zeroChallenge)).to.equal(undefined);
  });

  for (const [why, key] of [
    ['zero', new Uint8Array(32)],
    ['the order', ORDER],
    ['more than the order', new Uint8Array(32).fill(255)],
    ['31 bytes', new Uint8Array(31).fill(1)],
    ['33 bytes', new Uint8Array(33).fill(1)],
  ] as const) {
    it(`refuses a secret of ${why}`, () => {
      expect(codeOf(() => vrfPublicKey(key))).to.equal('notVrfSecret');
      expect(codeOf(() => vrfProve(key, alpha))).to.equal('notVrfSecret');
      expect(codeOf(() => vrfOutput(key, alpha))).to.equal('notVrfSecret');
    });
  }

  it('gives an output that only key and input decide', () => {
    expect(vrfOutput(secret, alpha)).to.deep.equal(output);
    expect(vrfOutput(secret, hash32(3))).not.to.deep.equal(output);
    expect(vrfOutput(hash32(4), alpha)).not.to.deep.equal(output);
  });
});
