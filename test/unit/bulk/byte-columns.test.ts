import { expect } from 'chai';
import fc from 'fast-check';
import { MAX_CHUNK_ROWS, rowId, rowIdsBytes, rowIdTail } from '../../../service/domain/bulk/row-id.ts';
import { uuidFromBytes } from '../../../service/domain/uuid.ts';
import { joinColumns, pick } from '../../../service/ports/byte-columns.ts';
import type { ByteColumn } from '../../../service/ports/byte-columns.ts';
import { encodeKey, packedKeys } from '../../../service/ports/store-key.ts';

/** A column of rows and the rows themselves. */
const columnOf = (count: number): fc.Arbitrary<[ByteColumn, Uint8Array[]]> =>
  fc
    .integer({ min: 0, max: 40 })
    .chain((width) =>
      fc
        .array(fc.uint8Array({ minLength: width, maxLength: width }), { minLength: count, maxLength: count })
        .map((rows): [ByteColumn, Uint8Array[]] => [{ bytes: Buffer.concat(rows), width }, rows]),
    );

describe('Columns of bytes', () => {
  const columns = fc
    .integer({ min: 0, max: 20 })
    .chain((count) => fc.tuple(fc.constant(count), fc.array(columnOf(count), { maxLength: 4 })));

  it('are joined row by row', () => {
    fc.assert(
      fc.property(columns, fc.uint8Array({ maxLength: 5 }), ([count, given], prefix) => {
        const joined = joinColumns(
          prefix,
          count,
          given.map(([column]) => column),
        );
        const rows = Array.from({ length: count }, (_, row) =>
          Buffer.concat([prefix, ...given.map(([, of]) => of[row] as Uint8Array)]),
        );
        expect(Buffer.from(joined.bytes)).to.deep.equal(Buffer.concat(rows));
        for (const row of rows) expect(row.length).to.equal(joined.width);
      }),
    );
  });

  it('give the rows at places, in the places’ order', () => {
    fc.assert(
      fc.property(columnOf(10), fc.array(fc.nat({ max: 9 })), ([column, rows], places) => {
        const picked = pick(column, places);
        expect(picked.width).to.equal(column.width);
        expect(Buffer.from(picked.bytes)).to.deep.equal(Buffer.concat(places.map((at) => rows[at] as Uint8Array)));
        expect(pick(column, undefined)).to.deep.equal(column);
      }),
    );
  });

  it('are keys like any other', () => {
    fc.assert(
      fc.property(columnOf(3), fc.integer({ min: 0, max: 0xffff }), ([column, rows], table) => {
        const { keys, keyBytes } = packedKeys(table, 3, column);
        const alone = rows.map((row) => encodeKey([table, row]));
        expect(Buffer.from(keys)).to.deep.equal(Buffer.concat(alone));
        expect(keyBytes).to.equal(2 + column.width);
      }),
    );
  });
});

describe("The ids of a chunk's rows", () => {
  it('made together are those made one by one', () => {
    const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(times, fc.array(fc.uint8Array({ minLength: 8, maxLength: 8 }), { maxLength: 40 }), (time, random) => {
        const tails = random.map(rowIdTail);
        const ids = rowIdsBytes(time, Buffer.concat(tails));
        const each = tails.map((_, row) => uuidFromBytes(ids.subarray(row * 16, (row + 1) * 16)));
        expect(each).to.deep.equal(tails.map((tail, row) => rowId(time, row, tail)));
      }),
    );
  });

  it('count to the last one and not beyond', () => {
    const tails = (count: number): Uint8Array => new Uint8Array(8 * count).fill(0x80);
    const last = rowIdsBytes(1, tails(MAX_CHUNK_ROWS)).subarray(-16);
    expect(uuidFromBytes(last)).to.equal(rowId(1, MAX_CHUNK_ROWS - 1, tails(1)));
    expect(() => rowIdsBytes(1, tails(MAX_CHUNK_ROWS + 1))).to.throw(RangeError);
  });
});
