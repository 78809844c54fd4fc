import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { utf8 } from '../../../service/proof/bytes.ts';
import { findArtefacts } from '../../../service/verify/index.ts';
import type { Artefact } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion } from '../../support/engine/region.ts';
import { zip } from '../../support/zip.ts';
import type { ZipFile } from '../../support/zip.ts';

const region = createRegion();
const { text } = issue(region);

const said = (artefact: Artefact): string => (artefact.kind === 'defective' ? artefact.code : artefact.kind);
async function found(input: string | Uint8Array): Promise<[path: string, said: string][]> {
  const all: [string, string][] = [];
  for await (const { path, artefact } of findArtefacts(input)) all.push([path, said(artefact)]);
  return all;
}

/** A PDF as a writer makes it, with streams of the given dictionaries. */
function pdf(...streams: [dictionary: string, data: Uint8Array][]): Uint8Array {
  const objects = streams.map(([dictionary, data], i) =>
    Buffer.concat([
      Buffer.from(`${i + 1} 0 obj\n<< ${dictionary} /Length ${data.length} >>\nstream\r\n`),
      data,
      Buffer.from('\nendstream\nendobj\n'),
    ]),
  );
  return new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n'), ...objects, Buffer.from('%%EOF\n')]));
}

const FLATE = '/Type /EmbeddedFile /Filter /FlateDecode';
/** Of the processor, since a busy machine makes anything wait. */
function milliseconds(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}

describe('artefacts are found by content', () => {
  it('in text, and in bytes', async () => {
    expect(await found(text)).to.deep.equal([['', 'certificate']]);
    expect(await found(utf8(text))).to.deep.equal([['', 'certificate']]);
  });

  it('in a ZIP archive of many, one bad file not sinking the others', async () => {
    const archive = zip([
      { name: 'a/', content: '', stored: true },
      { name: 'a/one.txt', content: text },
      { name: 'photo.jpg', content: Uint8Array.from([0xff, 0xd8, 0xff]), stored: true },
      { name: '../../etc/cut.txt', content: text.slice(0, 2_000) },
      { name: 'stored', content: text, stored: true },
      { name: 'in.pdf', content: pdf(['/Type /EmbeddedFile', utf8(text)]) },
    ]);
    expect(await found(archive)).to.deep.equal([
      ['a/one.txt', 'certificate'],
      ['photo.jpg', 'form.unrecognised'],
      ['../../etc/cut.txt', 'form.malformed'],
      ['stored', 'certificate'],
      ['in.pdf', 'certificate'],
    ]);
  });

  it('as nothing known where one byte of a certificate is no UTF-8, alone and in an archive', async () => {
    const damaged = utf8(text);
    damaged[2_000] = 0xff;
    expect(await found(damaged)).to.deep.equal([['', 'form.unrecognised']]);
    const archive = zip([{ name: 'one', content: damaged }]);
    expect(await found(archive)).to.deep.equal([['one', 'form.unrecognised']]);
  });

  it('in a ZIP archive with a comment that looks like its end', async () => {
    const archive = zip([{ name: 'one', content: text }], 'PK\u0005\u0006 and so on, but not long enough');
    expect(await found(archive)).to.deep.equal([['one', 'certificate']]);
  });

  it('in a PDF with an embedded certificate, plain or compressed', async () => {
    const plain = pdf(['/Type /XObject /Subtype /Image', utf8('pixels')], ['/Type /EmbeddedFile', utf8(text)]);
    const flate = pdf(['/Type /EmbeddedFile /Filter /FlateDecode', deflateSync(text)]);
    const both = pdf(
      ['/Type /EmbeddedFile', utf8('an invoice')],
      ['/Type/EmbeddedFile/Filter[/FlateDecode]', deflateSync(text)],
    );
    for (const file of [plain, flate, both]) expect(await found(file)).to.deep.equal([['', 'certificate']]);
  });
});

describe('nothing is found, and nothing breaks', () => {
  const unread: [string, ZipFile][] = [
    ['an encrypted file', { name: 'x', content: text, flags: 1 }],
    ['an unknown compression', { name: 'x', content: text, method: 12 }],
    ['a file larger than it says', { name: 'x', content: text, size: 100 }],
    ['a file smaller than it says', { name: 'x', content: text, size: 100_000 }],
    ['a file over a mebibyte', { name: 'x', content: 'A'.repeat(1_048_577) }],
    ['a file compressed as no artefact can be', { name: 'x', content: `${text}${' '.repeat(1_000_000)}` }],
  ];
  for (const [what, file] of unread) {
    it(`in a ZIP archive with ${what}`, async () => {
      expect(await found(zip([file, { name: 'y', content: text }]))).to.deep.equal([
        ['x', 'form.unrecognised'],
        ['y', 'certificate'],
      ]);
    });
  }

  it('in a bomb: ten mebibytes of zeros that say they are a kilobyte', async () => {
    const began = performance.now();
    const bomb = zip([{ name: 'bomb', content: new Uint8Array(10_485_760), size: 1_024 }]);
    expect(await found(bomb)).to.deep.equal([['bomb', 'form.unrecognised']]);
    expect(performance.now() - began).to.be.lessThan(1_000);
  });

  it('in a bomb: a thousand files that are the same one', async () => {
    const content = randomBytes(100_000).toString('hex');
    const bomb = zip(Array.from({ length: 1_000 }, (_, i) => ({ name: `${i}`, content, ...(i > 0 && { local: 0 }) })));
    const began = process.cpuUsage();
    const all = await found(bomb);
    expect(all).to.have.length(1_000);
    expect(all[0]).to.deep.equal(['0', 'form.unrecognised']);
    expect(all.at(-1)).to.deep.equal(['999', 'form.unrecognised']);
    expect(milliseconds(began)).to.be.lessThan(1_000);
  });

  it('in a bomb: a PDF with a thousand embedded files', async () => {
    for (const content of [new Uint8Array(1_048_576), utf8(randomBytes(20_000).toString('hex'))]) {
      const data = deflateSync(content);
      const bomb = pdf(...Array.from({ length: 1_000 }, (): [string, Uint8Array] => [FLATE, data]));
      const began = process.cpuUsage();
      expect(await found(bomb)).to.deep.equal([['', 'form.unrecognised']]);
      expect(milliseconds(began)).to.be.lessThan(1_000);
    }
  });

  it('in an archive without files, or cut short', async () => {
    expect(await found(zip([]))).to.deep.equal([['', 'form.unrecognised']]);
    const whole = zip([{ name: 'one', content: text }]);
    expect(await found(whole.subarray(0, whole.length - 5))).to.deep.equal([['', 'form.unrecognised']]);
  });

  it('in a PDF without embedded certificate', async () => {
    for (const file of [
      pdf(['/Type /XObject', utf8(text)]),
      pdf(['/Type /EmbeddedFile', utf8('an invoice')]),
      pdf(['/Type /EmbeddedFile /Filter /FlateDecode', utf8('no zlib')]),
      pdf(['/Type /EmbeddedFile /Filter /FlateDecode', deflateSync(Buffer.alloc(10_485_760))]),
    ]) {
      expect(await found(file)).to.deep.equal([['', 'form.unrecognised']]);
    }
  });

  it('in archives and documents with any bytes changed', async () => {
    const files = [
      zip([
        { name: 'one', content: text },
        { name: 'two', content: text, stored: true },
      ]),
      pdf(['/Type /EmbeddedFile', utf8(text)]),
    ];
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    const property = fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, { minLength: 1 }),
      async (file, changes) => {
        const bytes = file.slice();
        for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
        expect((await found(bytes)).length).to.be.greaterThan(0);
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });
});

describe('a JSON bundle of several artefacts', () => {
  const bundle = (items: unknown, more: object = {}) =>
    JSON.stringify({ v: 1, kind: 'artefact-bundle', items, ...more });

  it('gives each by its name or its place, as text or as bytes, one bad item not sinking the others', async () => {
    const items = [
      { name: 'permit', artefact: text },
      { artefact: `${text}\n` },
      { artefact: { v: 1, kind: 'record-answer' } },
      { name: 'none' },
      { name: 'other', artefact: text, note: 'x' },
      'text',
      { name: 7, artefact: text },
      { name: 'cut', artefact: text.slice(0, 2_000) },
    ];
    const expected = [
      ['permit', 'certificate'],
      ['2', 'certificate'],
      ['3', 'form.malformed'],
      ['none', 'form.malformed'],
      ['other', 'form.malformed'],
      ['6', 'form.malformed'],
      ['7', 'form.malformed'],
      ['cut', 'form.malformed'],
    ];
    expect(await found(bundle(items))).to.deep.equal(expected);
    expect(await found(utf8(`\n ${bundle(items)}`))).to.deep.equal(expected);
  });

  it('stands in a ZIP archive, too', async () => {
    const archive = zip([{ name: 'a.json', content: bundle([{ artefact: text }, { name: 'b', artefact: 'x' }]) }]);
    expect(await found(archive)).to.deep.equal([
      ['a.json!1', 'certificate'],
      ['a.json!b', 'form.unrecognised'],
    ]);
  });

  it('that cannot be read as a whole is one malformed artefact', async () => {
    for (const one of [
      bundle([{ artefact: text }]).slice(0, -1),
      bundle([{ artefact: text }], { extra: 1 }),
      bundle({ 0: text }),
      bundle([]).replace('"v":1', '"v":2'),
      bundle([]).replace('"v":1', '"v":1,"v":1'),
      `{"kind":"artefact-bundle"}`,
      bundle([{ artefact: JSON.parse('['.repeat(200) + ']'.repeat(200)) }]),
    ]) {
      expect(await found(one), one.slice(0, 60)).to.deep.equal([['', 'form.malformed']]);
    }
    expect(await found('{"x":"artefact-bundle"}')).to.deep.equal([['', 'form.unrecognised']]);
    expect(await found(bundle([]))).to.deep.equal([['', 'form.unrecognised']]);
  });

  it('is never read to anything but its items, whatever its bytes', async () => {
    const whole = bundle([{ name: 'one', artefact: text }]);
    const cuts = fc.tuple(fc.nat(whole.length), fc.nat(whole.length), fc.string({ maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(cuts, async ([from, to, put]) => {
        const items = await found(whole.slice(0, from) + put + whole.slice(to));
        expect(items.length).to.be.greaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
