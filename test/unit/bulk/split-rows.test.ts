import { expect } from 'chai';
import fc from 'fast-check';
import { csvFields, csvRecord } from '../../../service/domain/bulk/csv-record.ts';
import { RowEndless, splitRows } from '../../../service/domain/bulk/split-rows.ts';
import type { RawRow, RowFormat } from '../../../service/domain/bulk/split-rows.ts';

const MAX = 64;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = ({ bytes, fault }: RawRow): string => fault ?? new TextDecoder().decode(bytes);

/** Rows of a text that comes in pieces cut at these places. */
function split(format: RowFormat, text: string | Uint8Array, cuts: number[] = [], max = MAX): string[] {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const splitter = splitRows(format, max);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const rows = places.flatMap((from, index) => splitter.push(bytes.slice(from, places[index + 1])));
  return [...rows, ...splitter.end()].map(textOf);
}

describe('Rows of a register', () => {
  it('are its lines: with LF or CRLF, without blank ones, the last with or without an end, after a byte order mark', () => {
    expect(split('ndjson', 'a\nb\r\n\n\r\nc')).to.deep.equal(['a', 'b', 'c']);
    expect(split('ndjson', new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0x0a, 0x62, 0x0a]))).to.deep.equal(['a', 'b']);
    expect(split('ndjson', '')).to.deep.equal([]);
  });

  it('are the same however the text comes', () => {
    const row = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll(/[\r\n]/g, '') || 'x');
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), fc.array(fc.nat(500)), (rows, cuts) => {
        expect(split('ndjson', rows.join('\n'), cuts, 1000)).to.deep.equal(rows);
      }),
    );
  });

  it('that are too long fail alone', () => {
    expect(split('ndjson', `a\n${'x'.repeat(MAX + 1)}\nb\n`, [10, 30])).to.deep.equal(['a', 'tooLong', 'b']);
    expect(split('ndjson', `a\n${'x'.repeat(MAX * 3)}`)).to.deep.equal(['a', 'tooLong']);
    expect(split('csv', `a\n${'x'.repeat(MAX * 3)}\nb`)).to.deep.equal(['a', 'tooLong', 'b']);
  });

  it('leave the memory that their pieces share as it was', () => {
    const text = 'one\ntwo and more\nthree\nfour';
    for (const format of ['ndjson', 'csv'] as const) {
      const shared = Buffer.from(text);
      const splitter = splitRows(format, MAX);
      const rows = Array.from(shared, (_, at) => splitter.push(shared.subarray(at, at + 1))).flat();
      expect([...rows, ...splitter.end()].map(textOf)).to.deep.equal(text.split('\n'));
      expect(shared.toString()).to.equal(text);
    }
  });

  it('cost their length and not its square when they come in small pieces', () => {
    const long = 1 << 20;
    const splitter = splitRows('ndjson', long);
    const piece = bytesOf('x'.repeat(16));
    const began = performance.now();
    for (let sent = 0; sent < long; sent += piece.length) splitter.push(piece);
    // Copied for every piece it was thirty-two gigabytes.
    expect(performance.now() - began).to.be.lessThan(5_000);
    expect(splitter.end()[0]?.bytes).to.have.length(long);
  }).timeout(60_000);

  it('that never end are refused while they come', () => {
    const splitter = splitRows('ndjson', MAX);
    const piece = bytesOf('x'.repeat(MAX));
    expect(() => {
      for (let pieces = 0; pieces < 100; pieces++) splitter.push(piece);
    }).to.throw(RowEndless);
  });
});

describe('Rows of a CSV register', () => {
  it('may hold line ends in quotes', () => {
    expect(split('csv', '1,"a\nb"\r\n2,c\n', [3, 5, 6])).to.deep.equal(['1,"a\nb"', '2,c']);
  });

  it('are what was written, whatever the fields hold and however the text comes', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '证', '"', ',', '\n', '\r\n', ' '), maxLength: 6 });
    const records = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(records, fc.array(fc.nat(500)), (written, cuts) => {
        const rows = split('csv', written.map(csvRecord).join('\n'), cuts, 10_000);
        expect(rows.map(csvFields)).to.deep.equal(written);
      }),
    );
  });

  for (const [what, broken] of [
    ['opened in one line and closed in a later one', '2,"open\n3,"c"'],
    ['never closed', '2,"open\n3,c'],
    ['never closed, in a register larger than a row may be', `2,"open\n${'3,c\n'.repeat(40)}`],
  ] as const) {
    it(`lose one line to a quote that is ${what}`, () => {
      const rows = split('csv', `1,a\n${broken}`);
      expect(rows.slice(0, 2)).to.deep.equal(['1,a', 'quote']);
      expect(rows.slice(2).every((row) => row.startsWith('3,'))).to.equal(true);
      expect(rows.length).to.be.greaterThan(2);
    });
  }
});

describe('Fields of a CSV record', () => {
  it('are refused when a quote is in a wrong place', () => {
    for (const record of ['a"b', '"a"b', '"a', 'a,"b" ']) expect(csvFields(record), record).to.equal(undefined);
  });

  it('keep blanks and doubled quotes', () => {
    expect(csvFields(' a ,"b ""c""",')).to.deep.equal([' a ', 'b "c"', '']);
  });
});
