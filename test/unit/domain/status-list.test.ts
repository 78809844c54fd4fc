import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { LIST_ENTRIES, packStatuses, statusClaim } from '../../../service/domain/status-list.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { statusAt } from '../../../service/verify/status/status-list.ts';

type Bits = 1 | 2 | 4 | 8;
type Published = {
  id: string;
  bits: Bits;
  lst: string;
  size: number;
  byteArrayHex?: string;
  byteArraySha256?: string;
  statuses?: number[];
  nonZero?: [number, number][];
};
const path = new URL('../../vectors/token-status-list.json', import.meta.url);
const { lists } = JSON.parse(readFileSync(path, 'utf8')) as { lists: Published[] };

describe('The bytes of a status list', () => {
  for (const { id, bits, lst, size, byteArrayHex, byteArraySha256, statuses, nonZero } of lists) {
    it(`are those that the draft publishes for ${id}`, () => {
      const entries = statuses ? [...statuses.entries()] : (nonZero ?? []);
      const bytes = packStatuses(entries, size, bits);
      if (byteArrayHex !== undefined) expect(Buffer.from(bytes).toString('hex')).to.equal(byteArrayHex);
      if (byteArraySha256 !== undefined) {
        expect(createHash('sha256').update(bytes).digest('hex')).to.equal(byteArraySha256);
      }
      // The short ones compress to one form whatever the implementation of ZLIB.
      if (size <= 32) expect(encodeBase64url(new Uint8Array(deflateSync(bytes, { level: 9 })))).to.equal(lst);
    });
  }

  it('give back every code that went in, the last of an index, and valid elsewhere', () => {
    const entry = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 200 }), (entries) => {
        const bytes = packStatuses(entries, 1000);
        const last = new Map(entries);
        for (let i = 0; i < 1000; i++) expect(statusAt(bytes, 2, i)).to.equal(last.get(i) ?? 0);
      }),
      { numRuns: 50 },
    );
  });

  it('have no room for other indices or codes', () => {
    for (const wrong of [
      [-1, 0],
      [1000, 0],
      [0.5, 0],
      [0, 4],
      [0, -1],
      [0, 0.5],
    ] as [number, number][]) {
      expect(() => packStatuses([wrong], 1000), String(wrong)).to.throw(RangeError);
    }
    expect(packStatuses([])).to.have.length(LIST_ENTRIES / 4);
  });
});

describe('The status claim', () => {
  const base = 'https://dongying.example';
  const of = { department: '12370500MB00000011', vct: `${base}/types/deposit/2` };
  const uri = (range: number) => `${base}/status-lists/${of.department}/deposit/2/${range}`;

  it('names a list of the department and type, and the place in it', () => {
    for (const [listIndex, idx, range] of [
      [0, 0, 0],
      [LIST_ENTRIES - 1, LIST_ENTRIES - 1, 0],
      [LIST_ENTRIES, 0, 1],
      [5 * LIST_ENTRIES + 7, 7, 5],
    ] as const) {
      expect(statusClaim(base, { ...of, listIndex })).to.deep.equal({ status_list: { idx, uri: uri(range) } });
    }
  });
});
