import { expect } from 'chai';
import fc from 'fast-check';
import { bytesToHex, utf8 } from '../../../service/proof/bytes.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import { parseJsonStrict } from '../../../service/proof/strict-json.ts';
import vectors from '../../vectors/jcs-rfc8785.json' with { type: 'json' };
import { codeOf } from './support.ts';

function double(bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

const jsonValue = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }) as fc.Arbitrary<JsonValue>;

/** The same value with every object's members put in reverse order. */
function reversed(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical JSON (RFC 8785)', () => {
  for (const { name, input, output, outputHex } of vectors.pairs) {
    it(`is the published text of ${name}`, () => {
      const text = canonicalJson(parseJsonStrict(input));
      expect(text).to.equal(output);
      expect(bytesToHex(utf8(text))).to.equal(`0x${outputHex}`);
    });
  }

  it('writes numbers as published', () => {
    const cases = [...vectors.numbers.rfc8785AppendixB, ...vectors.numbers.es6StaticValues];
    expect(cases.length).to.equal(163);
    for (const [bits, text] of cases) expect(canonicalJson(double(bits as string)), bits).to.equal(text);
  });

  for (const { why, bits, input } of vectors.mustFail) {
    it(`refuses: ${why}`, () => {
      const code = codeOf(() => canonicalJson(bits === undefined ? parseJsonStrict(input as string) : double(bits)));
      expect(code).to.match(/^(notCanonicalizable|json\.(loneSurrogate|duplicateKey|numberRange))$/);
    });
  }

  it('says the same as the value, in whatever order its members came', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).to.equal(text);
        expect(canonicalJson(JSON.parse(text) as JsonValue)).to.equal(text);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps a member named __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":2}}') as JsonValue)).to.equal(
      '{"__proto__":{"x":2},"b":1}',
    );
  });

  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const holes: unknown[] = [1];
  holes[2] = 3;
  for (const [why, value] of Object.entries({
    undefined: undefined,
    'a member that is undefined': { a: undefined },
    'a bigint': 1n,
    'a function': () => 1,
    'a symbol': Symbol('s'),
    'a Date': new Date(0),
    'a Map': new Map(),
    bytes: new Uint8Array(2),
    'a hole': holes,
    'a cycle': cyclic,
    'a lone surrogate': '\ud800',
    'a lone surrogate beside a quote': '"\udc00',
    'a lone surrogate in a name': { '\udc00': 1 },
    'an infinity': -Infinity,
  })) {
    it(`refuses ${why}`, () => {
      expect(codeOf(() => canonicalJson(value as JsonValue))).to.equal('notCanonicalizable');
    });
  }
});
