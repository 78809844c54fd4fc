import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';
import type { Primitives } from '../../../service/proof/primitives.ts';
import { webPrimitives } from '../../../service/proof/web-primitives.ts';
import vectors from '../../vectors/ecdsa-p256-wycheproof.json' with { type: 'json' };

const bindings: Record<string, Primitives> = {
  'Node primitives': nodePrimitives(),
  'Node primitives that keep one key': nodePrimitives({ cachedKeys: 1 }),
  'browser primitives': webPrimitives(),
};

for (const [name, { sha256, verifyEs256 }] of Object.entries(bindings)) {
  describe(name, () => {
    it('hash as SHA-256 does, into an array of its own', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
          const digest = sha256(data);
          expect(digest).to.be.instanceOf(Uint8Array).and.not.instanceOf(Buffer);
          expect(digest.buffer.byteLength).to.equal(32);
          expect([...digest]).to.deep.equal([...createHash('sha256').update(data).digest()]);
        }),
      );
    });

    it(`judge Wycheproof's ${vectors.cases.length} ECDSA cases as published`, async () => {
      expect(vectors.cases.length).to.equal(112);
      for (const { tcId, key, msg, sig, result } of vectors.cases) {
        const verdict = await verifyEs256(hexToBytes(vectors.keys[key] as string), hexToBytes(msg), hexToBytes(sig));
        expect(verdict, `case ${tcId}`).to.equal(result === 'valid');
      }
    });

    it('call no key and a point off the curve false, never an exception', async () => {
      const valid = vectors.cases.find(({ result }) => result === 'valid');
      if (valid === undefined) throw new Error('vectors hold no valid case');
      const key = hexToBytes(vectors.keys[valid.key] as string);
      const [message, signature] = [hexToBytes(valid.msg), hexToBytes(valid.sig)];
      expect(await verifyEs256(key, message, signature)).to.equal(true);
      const offCurve = Uint8Array.from(key);
      offCurve[64] = (offCurve[64] as number) ^ 1;
      for (const other of [offCurve, key.subarray(1), key.subarray(0, 64), new Uint8Array(65), new Uint8Array(0)]) {
        expect(await verifyEs256(other, message, signature)).to.equal(false);
      }
    });
  });
}
