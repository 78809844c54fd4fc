import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { fleetingDerSignature, signEs256 } from '../../../service/adapters/crypto/signature-forms.ts';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';
import { jwkToPoint } from '../../../service/proof/es256-key.ts';
import { digestOf, hashText } from '../../../service/proof/primitives.ts';
import type { Primitives } from '../../../service/proof/primitives.ts';
import { webPrimitives } from '../../../service/proof/web-primitives.ts';
import { rawSignature } from '../../../service/verify/x509/ecdsa-signature.ts';
import vectors from '../../vectors/ecdsa-p256-wycheproof.json' with { type: 'json' };

const bindings: Record<string, Primitives> = {
  'Node primitives': nodePrimitives(),
  'Node primitives that keep one key': nodePrimitives({ cachedKeys: 1 }),
  'browser primitives': webPrimitives(),
};

for (const [name, binding] of Object.entries(bindings)) {
  const { sha256, verifyEs256 } = binding;
  describe(name, () => {
    it("hash a text's UTF-8, of any length and whatever is in it", () => {
      const texts = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\ud800', '证'.repeat(30_000), 'x'.repeat(70_000)),
      );
      fc.assert(
        fc.property(texts, fc.uint8Array({ maxLength: 40 }), (text, prefix) => {
          const bytes = new TextEncoder().encode(text);
          const digest = createHash('sha256').update(bytes).digest('base64url');
          expect([digestOf(binding, text), digestOf(binding, bytes)]).to.deep.equal([digest, digest]);
          const after = createHash('sha256').update(prefix).update(bytes).digest('hex');
          expect(Buffer.from(hashText(sha256, text, prefix)).toString('hex')).to.equal(after);
        }),
      );
    });

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

    it('say the same of a key however often it comes, other keys in between or not', async () => {
      const cases = vectors.cases.filter(({ key }) => key === vectors.cases[0]?.key).slice(0, 3);
      const others = Array.from({ length: 3 }, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
      const points = others.map((key) => jwkToPoint(key.export({ format: 'jwk' })));
      for (const other of [undefined, ...points, undefined, ...points]) {
        for (const { key, msg, sig, result } of cases) {
          const [message, signature] = [hexToBytes(msg), hexToBytes(sig)];
          const own = hexToBytes(vectors.keys[key] as string);
          expect(await verifyEs256(other ?? own, message, signature)).to.equal(
            other === undefined && result === 'valid',
          );
        }
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
      for (const other of [
        offCurve,
        offCurve,
        offCurve,
        key.subarray(1),
        key.subarray(0, 64),
        new Uint8Array(65),
        new Uint8Array(65).fill(0xff).fill(4, 0, 1),
        new Uint8Array(0),
      ]) {
        expect(await verifyEs256(other, message, signature)).to.equal(false);
      }
    });
  });
}

describe('Node primitives', () => {
  it('throw what goes wrong with a key that is one, which makes no signature false', () => {
    const { verifyEs256 } = nodePrimitives();
    const key = hexToBytes(vectors.keys[0] as string);
    // OpenSSL's own trouble, as far as it can be had: it is handed no bytes.
    for (let again = 0; again < 3; again++) {
      expect(() => verifyEs256(key, undefined as never, new Uint8Array(64))).to.throw(TypeError);
    }
  });
});

describe('a signature', () => {
  it('in DER has the one form that is read back as the same r and s', () => {
    const half = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.nat({ max: 31 }).chain((zeros) =>
        fc.uint8Array({ minLength: 32 - zeros, maxLength: 32 - zeros }).map((rest) => {
          const bytes = new Uint8Array(32);
          bytes.set(rest, zeros);
          return bytes;
        }),
      ),
    );
    fc.assert(
      fc.property(half, half, (r, s) => {
        const raw = Uint8Array.from([...r, ...s]);
        expect(rawSignature(fleetingDerSignature(raw))).to.deep.equal(raw);
      }),
    );
  });

  it('in 64 bytes of our own key are what the standard names, whatever the lengths of their numbers', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    // One in 128 has a number that begins with a zero byte.
    for (let n = 0; n < 600; n++) {
      const message = Uint8Array.of(n >>> 8, n);
      const signature = signEs256(message, privateKey);
      expect(signature).to.have.length(64);
      expect(verify('sha256', message, key, signature), String(n)).to.equal(true);
    }
  });
});
