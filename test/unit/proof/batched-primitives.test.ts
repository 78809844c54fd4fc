import { expect } from 'chai';
import { batchedPrimitives } from '../../../service/adapters/crypto/batched-primitives.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';
import vectors from '../../vectors/ecdsa-p256-wycheproof.json' with { type: 'json' };

const cases = vectors.cases.map(({ key, msg, sig, result }) => ({
  publicKey: hexToBytes(vectors.keys[key] as string),
  message: hexToBytes(msg),
  signature: hexToBytes(sig),
  holds: result === 'valid',
}));

describe('primitives that check what is asked for together', () => {
  const { verifyEs256 } = batchedPrimitives();
  const judge = ({ publicKey, message, signature }: (typeof cases)[number]) =>
    verifyEs256(publicKey, message, signature);

  it("judge Wycheproof's cases all at once, each answer to its own question", async () => {
    expect(await Promise.all(cases.map(judge))).to.deep.equal(cases.map(({ holds }) => holds));
  });

  it('judge them one after the other', async () => {
    for (const one of cases.slice(0, 20)) expect(await judge(one)).to.equal(one.holds);
  });

  it('call what is no key or no signature false, among others that hold', async () => {
    const valid = cases.find(({ holds }) => holds)!;
    const offCurve = Uint8Array.from(valid.publicKey).fill(1, 33);
    const wrong = [
      { ...valid, publicKey: offCurve },
      { ...valid, publicKey: valid.publicKey.subarray(1) },
      { ...valid, signature: valid.signature.subarray(1) },
      { ...valid, signature: new Uint8Array(64) },
      { ...valid, signature: new Uint8Array(0) },
    ];
    const mixed = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? valid : wrong[i % wrong.length]!));
    const answers = await Promise.all(mixed.map(judge));
    expect(answers).to.deep.equal(mixed.map((one) => one === valid));
  });
});
