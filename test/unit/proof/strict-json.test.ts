import { expect } from 'chai';
import fc from 'fast-check';
import { parseJsonStrict } from '../../../service/proof/strict-json.ts';
import { codeOf } from './support.ts';

/** What JSON.parse makes of a text; undefined when it refuses. */
function reference(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

describe('strict JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 5, stringUnit: 'binary' }),
        fc.constantFrom(undefined, 1, '\t'),
        (json, indent) => {
          const text = JSON.stringify(JSON.parse(json), null, indent);
          expect(parseJsonStrict(text)).to.deep.equal(JSON.parse(text));
        },
      ),
    );
  });

  it('never reads what JSON.parse refuses, and never reads it otherwise', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '"b"',
        '\\',
        '\\u00',
        '0',
        '1',
        '-',
        '.',
        'e',
        '+',
        ' ',
        '\n',
        '\u0000',
      ],
      ...['true', 'false', 'null', 'é', '\ud800', '\\ud83d\\ude00', '\u00a0', '//', "'"],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const expected = reference(text);
        const code = codeOf(() => parseJsonStrict(text));
        if (expected === undefined) expect(code, text).to.match(/^json\.(syntax|duplicateKey|loneSurrogate)$/);
        else if (code === undefined) expect(parseJsonStrict(text)).to.deep.equal(expected.value);
        else expect(code, text).to.match(/^json\.(duplicateKey|loneSurrogate)$/);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps a member named __proto__ as a member', () => {
    const value = parseJsonStrict('{"__proto__":{"admin":true}}') as Record<string, unknown>;
    expect(Object.keys(value)).to.deep.equal(['__proto__']);
    expect(value.admin).to.equal(undefined);
  });

  for (const [why, text, code] of [
    ['a name that occurs twice', '{"a":1,"b":2,"a":3}', 'json.duplicateKey'],
    ['a name that occurs twice once unescaped', '{"a":1,"\\u0061":2}', 'json.duplicateKey'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}', 'json.duplicateKey'],
    ['a lone surrogate', '["\\udead"]', 'json.loneSurrogate'],
    ['a number beyond the doubles', '[-1e400]', 'json.numberRange'],
    ['trailing data', '{} {}', 'json.syntax'],
    ['a trailing comma', '[1,]', 'json.syntax'],
    ['nothing', '', 'json.syntax'],
    ['a raw control character', '"a\u0001"', 'json.syntax'],
    ['an unknown escape', '"\\x41"', 'json.syntax'],
    ['a text that ends in an escape', '"\\', 'json.syntax'],
    ['a leading zero', '01', 'json.syntax'],
    ['a byte order mark', '\ufeff{}', 'json.syntax'],
  ] as const) {
    it(`refuses ${why}`, () => {
      expect(codeOf(() => parseJsonStrict(text))).to.equal(code);
    });
  }

  it('counts nesting: what is allowed is read, one more is refused', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(codeOf(() => parseJsonStrict(nested(3), { maxDepth: 3 }))).to.equal(undefined);
    expect(codeOf(() => parseJsonStrict(nested(4), { maxDepth: 3 }))).to.equal('json.tooDeep');
    expect(codeOf(() => parseJsonStrict(nested(64)))).to.equal(undefined);
    expect(codeOf(() => parseJsonStrict(nested(65)))).to.equal('json.tooDeep');
  });

  for (const [name, text] of Object.entries({
    arrays: '['.repeat(10_000),
    objects: '{"a":'.repeat(10_000),
    'a million of both': '[{"a":'.repeat(1_000_000),
  })) {
    it(`answers 10,000-deep ${name} with a code, whatever depth the caller allows`, () => {
      expect(codeOf(() => parseJsonStrict(text, { maxDepth: Infinity, maxBytes: Infinity }))).to.equal('json.tooDeep');
    });
  }

  it('counts size in UTF-8 bytes', () => {
    expect(codeOf(() => parseJsonStrict('"证链"', { maxBytes: 8 }))).to.equal(undefined);
    expect(codeOf(() => parseJsonStrict('"证链"', { maxBytes: 7 }))).to.equal('json.tooLarge');
    expect(codeOf(() => parseJsonStrict(`"${'x'.repeat(10_000_000)}"`))).to.equal('json.tooLarge');
  });

  it('counts values: members, elements and the whole', () => {
    expect(codeOf(() => parseJsonStrict('[{},{"a":1}]', { maxValues: 4 }))).to.equal(undefined);
    expect(codeOf(() => parseJsonStrict('[{},{"a":1}]', { maxValues: 3 }))).to.equal('json.tooLarge');
  });

  it('reads one very long string', () => {
    const text = `"${'x'.repeat(10_000_000)}\\n"`;
    expect((parseJsonStrict(text, { maxBytes: 20_000_000 }) as string).length).to.equal(10_000_001);
  });
});
