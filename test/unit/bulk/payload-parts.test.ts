import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { anchorTexts } from '../../../service/domain/bulk/anchor-texts.ts';
import { createPayloadJoiner, partedPayload } from '../../../service/domain/bulk/payload-parts.ts';
import type { PayloadParts } from '../../../service/domain/bulk/payload-parts.ts';
import { concatBytes, utf8 } from '../../../service/proof/bytes.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonObject } from '../../../service/proof/canonical-json.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { merkleTree } from '../../../service/proof/merkle-tree.ts';

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(data).digest());
const status = { status_list: { idx: 7, uri: 'https://dongying.example/status-lists/a/b/1/0' } };
const batch = {
  chain: 'eip155:370500',
  contract: '0x52908400098527886E0F7030069857D2E4169EE7',
  id: `0x${'ab'.repeat(32)}`,
  block: 12,
} as const;

const names = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((name) => name !== 'anchor' && name !== 'status');
const payloads = fc.dictionary(names, fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean()), {
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>;

const bytesOf = (payload: JsonObject): PayloadParts<Uint8Array> =>
  partedPayload(payload).map(utf8) as PayloadParts<Uint8Array>;

describe("A payload's parts", () => {
  it('join to its canonical text, with what is signed besides in its place, many with one joiner', () => {
    const join = createPayloadJoiner();
    fc.assert(
      fc.property(
        payloads.filter((payload) => Object.keys(payload).length > 0),
        (payload) => {
          const anchor = { ...batch, index: 1, size: 2, proof: [encodeBase64url(new Uint8Array(32))] };
          const added = { anchor: canonicalJson(anchor), status };
          expect(join(bytesOf(payload)).toString('utf8')).to.equal(canonicalJson(payload));
          expect(join(bytesOf(payload), added).toString('utf8')).to.equal(
            canonicalJson({ ...payload, anchor, status }),
          );
        },
      ),
    );
  });

  it('come after the prefix of a leaf', () => {
    const prefix = Uint8Array.of(0, 1, 2);
    const join = createPayloadJoiner(prefix);
    for (const payload of [{ a: 1 }, { a: '长'.repeat(400) }, { z: 1 }] as JsonObject[]) {
      const expected = concatBytes(prefix, utf8(canonicalJson(payload)));
      expect(new Uint8Array(join(bytesOf(payload)))).to.deep.equal(expected);
    }
  });
});

describe("A batch's anchor claims", () => {
  it('hold the proof of each leaf, for trees of every size from 1 to 70', () => {
    for (let size = 1; size <= 70; size++) {
      const leaves = Array.from({ length: size }, (_, n) => sha256(Uint8Array.of(n)));
      const tree = merkleTree(sha256, concatBytes(...leaves));
      const textOf = anchorTexts({ ...batch, size }, tree.hashes);
      for (let index = 0; index < size; index++) {
        const claim = { ...batch, index, size, proof: tree.proof(index).map(encodeBase64url) };
        expect(textOf(index)).to.equal(canonicalJson(claim));
      }
    }
  });
});
