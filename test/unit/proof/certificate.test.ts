import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../../service/proof/canonical-json.ts';
import { anchorId, certificateLeaf, departmentBytes, uriId } from '../../../service/proof/certificate.ts';
import { leafHash } from '../../../service/proof/merkle-tree.ts';
import { tag } from '../../../service/proof/tag.ts';
import { bytesOf, codeOf, flipBit, sha256 } from './support.ts';

const payload: JsonObject = { iss: 'https://dongying.example/departments/X', salt: 'c2FsdA', licence: '1.2.156', n: 1 };

describe('certificate leaf', () => {
  it('is the RFC 9162 leaf hash of tag(certificate) and the canonical payload', () => {
    const text = '{"iss":"https://dongying.example/departments/X","licence":"1.2.156","n":1,"salt":"c2FsdA"}';
    const data = Buffer.concat([tag('certificate'), Buffer.from(text)]);
    const expected = createHash('sha256')
      .update(Buffer.concat([Buffer.of(0), data]))
      .digest();
    expect([...certificateLeaf(sha256, payload)]).to.deep.equal([...expected]);
    expect(certificateLeaf(sha256, payload)).to.deep.equal(leafHash(sha256, data));
  });

  it('does not see anchor, status or the order of members', () => {
    const { n, ...rest } = payload;
    const later = { n: n as number, status: { idx: 3 }, ...rest, anchor: { index: 0 } };
    expect(certificateLeaf(sha256, later)).to.deep.equal(certificateLeaf(sha256, payload));
  });

  it('sees everything else, also inside members of those names', () => {
    const leaf = certificateLeaf(sha256, payload);
    for (const other of [
      { ...payload, n: 2 },
      { ...payload, extra: null },
      { ...payload, n: '1' },
    ]) {
      expect(certificateLeaf(sha256, other)).not.to.deep.equal(leaf);
    }
    const hidden = JSON.parse('{"__proto__":{"n":1}}') as JsonObject;
    expect(certificateLeaf(sha256, hidden)).not.to.deep.equal(certificateLeaf(sha256, {}));
    const nested = (anchor: number) => certificateLeaf(sha256, { ...payload, claim: { anchor } });
    expect(nested(1)).not.to.deep.equal(nested(2));
  });
});

describe("a leaf by the payload's canonical text", () => {
  const byText = (whole: JsonObject): Uint8Array => certificateLeaf(sha256, whole, canonicalJson(whole));

  for (const [where, whole] of Object.entries<JsonObject>({
    nowhere: payload,
    first: { anchor: { index: 0 }, b: 1 },
    last: { a: 1, status: { idx: 0 } },
    alone: { anchor: { index: 0 } },
    'alone together': { anchor: { index: 0 }, status: { idx: 0 } },
    'in another member before': { a: { anchor: { index: 0 } }, anchor: { index: 0 } },
    'in another member after': { anchor: 1, b: { anchor: 1, c: 1 } },
    'in a name that ends so': { '"anchor': 1, anchor: 1 },
    'in a text': { a: '"anchor":1,', anchor: 1 },
    'in itself': { anchor: { anchor: 1 } },
    'with an overlap': { a: { status: [] }, status: [] },
  })) {
    it(`is the same with the anchor or status ${where}`, () => {
      expect(byText(whole)).to.deep.equal(certificateLeaf(sha256, whole));
    });
  }

  it('is the same whatever the payload is', () => {
    const { object } = fc.letrec<{ object: JsonObject; value: JsonValue }>((tie) => ({
      object: fc.dictionary(fc.constantFrom('a', 'anchor', 'b', 'status', 'z', '"anchor', '证'), tie('value')),
      value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<JsonValue>(0, 1, '', '"anchor":1', null), tie('object')),
    }));
    fc.assert(
      fc.property(object, (whole) => {
        expect(byText(whole)).to.deep.equal(certificateLeaf(sha256, whole));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('anchor id', () => {
  const department = '12370500MB28491233';

  it('is SHA-256 of tag(anchor), department, type and root', () => {
    fc.assert(
      fc.property(bytesOf(32), bytesOf(32), (type, root) => {
        const expected = createHash('sha256').update('zhenglian/v1/anchor').digest();
        const preimage = Buffer.concat([expected, Buffer.from(department, 'ascii'), type, root]);
        const id = anchorId(sha256, { department, type, root });
        expect([...id]).to.deep.equal([...createHash('sha256').update(preimage).digest()]);
      }),
    );
  });

  it('differs for another department, type or root', () => {
    fc.assert(
      fc.property(bytesOf(32), bytesOf(32), fc.nat(), (type, root, bit) => {
        const id = anchorId(sha256, { department, type, root });
        expect(anchorId(sha256, { department, type: flipBit(type, bit), root })).not.to.deep.equal(id);
        expect(anchorId(sha256, { department, type, root: flipBit(root, bit) })).not.to.deep.equal(id);
        expect(anchorId(sha256, { department: '12370500MB28491234', type, root })).not.to.deep.equal(id);
      }),
    );
  });

  for (const code of ['', '12370500MB2849123', '12370500mb28491233', '12370500MB28491233 ', '12370500MB2849123证']) {
    it(`is refused for the department ${JSON.stringify(code)}`, () => {
      expect(codeOf(() => departmentBytes(code))).to.equal('notDepartmentCode');
    });
  }

  it('is refused for a type or root of another length', () => {
    const short = new Uint8Array(31);
    const whole = new Uint8Array(32);
    expect(() => anchorId(sha256, { department, type: short, root: whole })).to.throw(RangeError);
    expect(() => anchorId(sha256, { department, type: whole, root: short })).to.throw(RangeError);
  });
});

describe('ids of URIs', () => {
  it('are SHA-256 of the UTF-8', () => {
    const uri = 'https://dongying.example/types/不动产权证书/1';
    expect([...uriId(sha256, uri)]).to.deep.equal([...createHash('sha256').update(uri, 'utf8').digest()]);
  });
});
