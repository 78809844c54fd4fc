import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { bindVerificationSets } from '../../../service/http/bind/verification-sets.ts';
import type { SetOrder } from '../../../service/http/services.ts';

describe('the number of sets verified at once', () => {
  const bind = () =>
    bindVerificationSets({
      primitives: nodePrimitives(),
      clock: { now: () => 1_800_000_000 },
      production: false,
      limits: { maxSetItems: 10, maxSetBytes: 1_000, maxSets: 1 },
      verify: () => Promise.reject(new Error('nothing is verified here')),
      copySupersededBy: async () => undefined,
    });
  async function* nothing(): AsyncGenerator<Uint8Array> {
    yield* [];
  }
  const order = (gone: AbortSignal): SetOrder => ({
    ...{ policy: 'window', asOf: undefined, full: false, lines: true, stream: nothing(), gone },
  });
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
