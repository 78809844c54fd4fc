import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { itemsOfLines } from '../../../service/app/verifying/set-items.ts';
import { verifySet } from '../../../service/app/verifying/verify-set.ts';
import type { VerifyingRequest } from '../../../service/app/verifying/verify-artefact.ts';
import type { SetLine } from '../../../service/app/verifying/verify-set.ts';
import { bindVerificationSets } from '../../../service/http/bind/verification-sets.ts';
import type { SetOrder } from '../../../service/http/services.ts';
import { SenderIdle } from '../../../service/ports/upload.ts';
import { MAX_TEXT } from '../../../service/verify/artefact/limits.ts';
import type { Verdict } from '../../../service/verify/index.ts';

describe('a set of lines', () => {
  const verdict: Verdict = { verdict: 'undetermined', codes: [], checks: [], notices: [], checkedAt: 0 };
  const linesOf = async (stream: AsyncIterable<Uint8Array>): Promise<SetLine[]> => {
    const lines: SetLine[] = [];
    const given = verifySet(async () => verdict, itemsOfLines(stream), { atOnce: 2, maxItems: 9 });
    for await (const line of given) lines.push(line);
    return lines;
  };

  it('is not complete when a line without end hid what followed it', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let sent = 0; sent < 18; sent++) yield new Uint8Array(1 << 20).fill(0x78);
      yield new TextEncoder().encode('\n{"artefact":"y"}\n');
    }
    const lines = await linesOf(endless());
    expect(lines).to.have.length(2);
    expect(lines[1]).to.deep.nested.include({ 'summary.items': 1, 'summary.complete': false });
  });

  it('is answered as far as it came, and not complete, when its sender stands still', async () => {
    async function* idle(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('{"artefact":"a"}\n{"artefact":"b"}\n{"arte');
      throw new SenderIdle('nothing came');
    }
    const lines = await linesOf(idle());
    expect(lines).to.have.length(3);
    expect(lines[2]).to.deep.nested.include({ 'summary.items': 2, 'summary.complete': false });
  });
});

const bindSets = (verify: (request: VerifyingRequest) => Promise<Verdict>) =>
  bindVerificationSets({
    primitives: nodePrimitives(),
    clock: { now: () => 1_800_000_000 },
    production: false,
    limits: { maxSetItems: 10, maxSetBytes: 2_000_000, maxSets: 1 },
    verifier: { verifyOfMany: verify, verifyBriefly: verify },
    copySupersededBy: async () => undefined,
  });
async function* of(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const orderOf = (stream: AsyncIterable<Uint8Array>, gone: AbortSignal): SetOrder => ({
  ...{ policy: 'window', asOf: undefined, full: false, lines: true, stream, gone },
});

describe('an item of a set', () => {
  const items = [MAX_TEXT, MAX_TEXT + 1].map((length) => ({ artefact: 'x'.repeat(length) }));
  const [lines, bundle] = [
    items.map((item) => JSON.stringify(item)).join('\n'),
    { v: 1, kind: 'artefact-bundle', items },
  ];

  for (const [name, given] of Object.entries({ line: lines, 'part of a bundle': JSON.stringify(bundle) })) {
    it(`is not kept for its turn when it is longer than an artefact may be: a ${name}`, async () => {
      const kept: number[] = [];
      const { verifySet } = bindSets(async ({ artefact }) => {
        kept.push(artefact.length);
        return { verdict: 'undetermined', codes: ['form.unrecognised'], checks: [], notices: [], checkedAt: 0 };
      });
      const order = { ...orderOf(of(given), new AbortController().signal), lines: given === lines };
      const codes: unknown[] = [];
      for await (const line of await verifySet(order)) if ('item' in line) codes.push(line.item.codes);
      expect(kept).to.deep.equal([MAX_TEXT]);
      expect(codes).to.deep.equal([['form.unrecognised'], ['form.tooLarge']]);
    });
  }
});

describe('the number of sets verified at once', () => {
  const bind = () => bindSets(() => Promise.reject(new Error('nothing is verified here')));
  const order = (gone: AbortSignal): SetOrder => orderOf(of(''), gone);
  const outcome = ({ verifySet }: ReturnType<typeof bind>, gone: AbortSignal): Promise<string> =>
    verifySet(order(gone)).then(
      () => 'taken',
      ({ code }: { code: string }) => code,
    );

  it('counts a set until its sender has the answer or has gone', async () => {
    const [sets, first, second] = [bind(), new AbortController(), new AbortController()];
    expect(await outcome(sets, first.signal)).to.equal('taken');
    expect(await outcome(sets, second.signal)).to.equal('set.busy');
    first.abort();
    expect(await outcome(sets, second.signal)).to.equal('taken');
  });

  it('does not count a set whose sender had gone before it began', async () => {
    const sets = bind();
    expect(await outcome(sets, AbortSignal.abort())).to.equal('taken');
    expect(await outcome(sets, new AbortController().signal)).to.equal('taken');
  });
});
