import { expect } from 'chai';
import fc from 'fast-check';
import { parseJsonStrict } from '../../../service/proof/strict-json.ts';
import { MAX_DEPTH } from '../../../service/verify/artefact/limits.ts';
import { readJson } from '../../../service/verify/artefact/strict-json.ts';

/** The value read, or the code of the refusal. */
function outcome(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}

const json = fc.json({ stringUnit: 'binary', maxDepth: 5 });
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('the quick reader of JSON', () => {
  const judges = (text: string): void => {
    const strict = outcome(() => parseJsonStrict(text, { maxDepth: MAX_DEPTH }));
    expect(
      outcome(() => readJson(text)),
      text.slice(0, 80),
    ).to.deep.equal(strict);
  };

  it('says what the strict one says, of JSON', () => {
    fc.assert(fc.property(json, judges));
  });

  it('says what the strict one says, of JSON with a part doubled, dropped or changed', () => {
    const changed = fc.tuple(
      json,
      fc.nat(),
      fc.nat(20),
      fc.constantFrom('', '"', ',', '\\', '\\ud800', '\ud800', '1e999', ' '),
    );
    fc.assert(
      fc.property(changed, ([text, at, length, piece]) => {
        const from = at % (text.length + 1);
        judges(text.slice(0, from) + piece + text.slice(from + length));
        judges(text.slice(0, from + length) + piece + text.slice(from));
      }),
    );
  });

  for (const [why, text] of Object.entries({
    'a member twice': '{"a":1,"a":1}',
    'a member twice, once escaped': '{"a":1,"\\u0061":1}',
    'a member twice, deep inside': '[{"b":[{"a":1,"a":2}]}]',
    'members named by numbers': '{"2":1,"10":2,"2":1}',
    'a lone surrogate as an escape': '{"a":"\\ud800"}',
    'a lone surrogate in a list': '["\\ud800","a",1]',
    'a lone surrogate in a name': '{"\\udc00":1}',
    'a pair as escapes': '{"a":"\\ud83d\\ude00"}',
    'a backslash before u': '{"a":"\\\\ud800"}',
    'a number beyond the doubles': '{"a":1e999}',
    'a number beyond the doubles in a list': '["a",1e999]',
    'minus zero': '{"a":-0}',
    'a member __proto__': '{"__proto__":{"a":1}}',
    '__proto__ twice': '{"__proto__":1,"__proto__":1}',
    null: 'null',
    nothing: '',
    'what is nested as deep as may be': nested(MAX_DEPTH),
    'what is nested deeper': nested(MAX_DEPTH + 1),
    'what is nested without end': nested(100_000),
  })) {
    it(`says what the strict one says, of ${why}`, () => judges(text));
  }
});
