import { expect } from 'chai';
import { batchedPrimitives } from '../../../service/adapters/crypto/batched-primitives.ts';
import type { Sources } from '../../../service/app/verifying/sources.ts';
import { verifyAnArtefact } from '../../../service/app/verifying/verify-artefact.ts';
import type { VerifyingRequest } from '../../../service/app/verifying/verify-artefact.ts';
import { canonicalJson } from '../../../service/proof/canonical-json.ts';
import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import { createEngineCache } from '../../../service/verify/index.ts';
import type { EvidenceUnavailable } from '../../../service/verify/index.ts';
import type { Verified } from '../../../service/verify/receipt/receipt.ts';
import { createVerifyThreads } from '../../../service/wiring/verify-threads.ts';
import { allCases } from '../../support/engine/cases/all.ts';
import type { Situation } from '../../support/engine/cases/case.ts';
import { issue } from '../../support/engine/certificates.ts';
import { givenOf } from '../../support/engine/kit.ts';
import { createRegion, NOW } from '../../support/engine/region.ts';

const NOTHING: EvidenceUnavailable = { unavailable: 'chain.unreachable' };

/** What a situation is verified with: the request, and sources that bring its region and evidence. */
async function partsOf(situation: Situation): Promise<{ request: VerifyingRequest; sources: Sources }> {
  const { artefact, trustedPoint, evidence, policy, holder, asOf } = await givenOf(situation);
  return {
    request: { artefact, policy, holder, asOf },
    sources: {
      trustedPoint: async () => trustedPoint ?? undefined,
      gather: async () => evidence ?? NOTHING,
      statusList: async () => undefined,
      keep: async () => undefined,
      kept: async () => undefined,
    },
  };
}

const restsOn = ({ evidence, trustedPoint }: Verified): string =>
  canonicalJson([evidence ?? null, trustedPoint ?? null] as unknown as JsonValue);

/** Threads whose sources are set from outside, and how many signatures were checked beside them. */
async function openThreads(start = true) {
  const { request, sources: first } = await partsOf(sound());
  const outside = { sources: first, ms: 0, checkedHere: 0 };
  const native = batchedPrimitives();
  const primitives: typeof native = {
    ...native,
    verifyEs256(...check) {
      outside.checkedHere++;
      return native.verifyEs256(...check);
    },
  };
  const sources: Sources = {
    trustedPoint: (...asked) => outside.sources.trustedPoint(...asked),
    gather: (...asked) => outside.sources.gather(...asked),
    statusList: (...asked) => outside.sources.statusList(...asked),
    keep: (...asked) => outside.sources.keep(...asked),
    kept: (...asked) => outside.sources.kept(...asked),
  };
  const clock = { now: () => NOW };
  const threads = createVerifyThreads(
    { primitives, sources, clock, engine: createEngineCache(), monotonicMs: () => outside.ms },
    2,
  );
  /** Several at once: one alone is not given to a thread. */
  const four = (request: VerifyingRequest) =>
    Promise.all(Array.from({ length: 4 }, () => threads.verifyOfMany(request)));
  const inline = async (request: VerifyingRequest) => {
    const deps = { primitives: native, sources: outside.sources, clock, engine: createEngineCache() };
    return verifyAnArtefact(deps, request);
  };
  /** Another world: nothing that was asked for in the one before counts. */
  const enter = (sources: Sources): void => {
    outside.sources = sources;
    outside.ms += 6_000;
  };
  for (let before = -1; start && before !== outside.checkedHere;) {
    before = outside.checkedHere;
    await four(request);
  }
  outside.checkedHere = 0;
  return { ...threads, outside, four, inline, enter };
}

function sound(): Situation {
  const region = createRegion();
  return { region, text: issue(region).text };
}

describe('verifications on threads', function () {
  this.timeout(60_000);
  let threads: Awaited<ReturnType<typeof openThreads>>;
  before(async () => {
    threads = await openThreads();
  });
  after(() => threads.close());

  for (const { code, title, given } of allCases) {
    it(`come to the same verdict: ${code}, ${title}`, async () => {
      for (const fault of [true, false]) {
        const { request, sources } = await partsOf(await given(fault));
        threads.enter(sources);
        threads.outside.checkedHere = 0;
        const [verdicts, verified] = await Promise.all([threads.four(request), threads.verify(request)]);
        expect(threads.outside.checkedHere).to.equal(0);
        const expected = await threads.inline(request);
        if (fault) expect(expected.verdict.checks.map((one) => one.code)).to.include(code);
        for (const verdict of verdicts) {
          expect(verdict).to.deep.equal(expected.verdict);
          expect(JSON.stringify(verdict)).to.equal(JSON.stringify(expected.verdict));
        }
        // With evidence and trusted point as they are, whose digests a receipt holds.
        expect(verified).to.deep.equal(expected);
        expect(restsOn(verified)).to.equal(restsOn(expected));
      }
    });
  }

  it('leave out checks and claims for who wants it brief', async () => {
    const { request, sources } = await partsOf(sound());
    threads.enter(sources);
    const answers = await Promise.all([threads.verifyBriefly(request), threads.verifyOfMany(request)]);
    const { verdict } = await threads.inline(request);
    const { checks, claims, ...brief } = verdict;
    expect(checks.length).to.be.greaterThan(0);
    expect(claims).to.have.property('iss');
    expect(answers).to.deep.equal([brief, verdict]);
  });

  it('that come alone are done without a thread', async () => {
    const { request, sources } = await partsOf(sound());
    threads.enter(sources);
    threads.outside.checkedHere = 0;
    expect(await threads.verify(request)).to.deep.equal(await threads.inline(request));
    expect((await threads.verifyOfMany(request)).verdict).to.equal('valid');
    expect(threads.outside.checkedHere).to.be.above(0);
  });

  it('ask for the same once in five seconds, a thread', async () => {
    const { request, sources } = await partsOf(sound());
    let asked = 0;
    threads.enter({
      ...sources,
      async gather(plan) {
        asked++;
        return sources.gather(plan);
      },
    });
    for (let round = 0; round < 5; round++) await threads.four(request);
    expect(asked).to.be.within(1, 2);
    threads.outside.ms += 5_001;
    await threads.four(request);
    expect(asked).to.be.within(2, 4);
  });

  it('that stand for themselves ask anew, each', async () => {
    const { request, sources } = await partsOf(sound());
    let asked = 0;
    threads.enter({
      ...sources,
      async gather(plan) {
        asked++;
        return sources.gather(plan);
      },
    });
    await Promise.all(Array.from({ length: 3 }, () => threads.verify(request)));
    expect(asked).to.equal(3);
  });

  it('keep what was proven, and fall back on it when the chain does not answer', async () => {
    const { request, sources } = await partsOf(sound());
    let kept: Parameters<Sources['keep']>[2] | undefined;
    const remembering: Sources = {
      ...sources,
      async keep(_genesisHash, _slots, bundle) {
        kept = bundle;
      },
      kept: async () => kept,
    };
    threads.enter(remembering);
    await threads.four(request);
    expect(kept).to.deep.equal(await sources.gather({ chain: '', minimumBlock: 0, slots: [] }));
    threads.enter({ ...remembering, gather: async () => NOTHING });
    const verdicts = await threads.four(request);
    expect(verdicts.map(({ verdict }) => verdict)).to.deep.equal(Array(4).fill('valid'));
    expect(verdicts[0]).to.deep.equal((await threads.inline(request)).verdict);
  });

  it('do not wait for those of their batch that wait for a chain', async () => {
    const slow = await partsOf(sound());
    const known = await partsOf({ ...sound(), text: 'no certificate' });
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    threads.enter({
      ...slow.sources,
      async gather(plan) {
        await released;
        return slow.sources.gather(plan);
      },
    });
    const waiting = Array.from({ length: 2 }, () => threads.verifyOfMany(slow.request));
    const { codes } = await threads.verifyOfMany(known.request);
    expect(codes).to.deep.equal(['form.unrecognised']);
    release();
    expect((await Promise.all(waiting)).map(({ verdict }) => verdict)).to.deep.equal(['valid', 'valid']);
  });

  it('fail with the very error of what was asked for', async () => {
    const { request, sources } = await partsOf(sound());
    for (const bug of [new TypeError('a bug of a source'), 'no error at all', undefined]) {
      threads.enter({ ...sources, trustedPoint: () => Promise.reject(bug) });
      const errors = await Promise.allSettled(Array.from({ length: 4 }, () => threads.verifyOfMany(request)));
      for (const outcome of errors) expect(outcome).to.deep.include({ status: 'rejected', reason: bug });
    }
  });

  it('are done all the same when a thread cannot be told what it asked for', async () => {
    const { request, sources } = await partsOf(sound());
    const unsendable = { ...NOTHING, detail: () => undefined } as unknown as EvidenceUnavailable;
    threads.enter({ ...sources, gather: async () => unsendable });
    const verdicts = await threads.four(request);
    expect(verdicts.map(({ codes }) => codes)).to.deep.equal(Array(4).fill(['chain.unreachable']));
    threads.enter(sources);
    expect((await threads.four(request))[0]?.verdict).to.equal('valid');
  });
});

describe('verifications whose threads', function () {
  this.timeout(60_000);

  it('have not started yet are done without them', async () => {
    const threads = await openThreads(false);
    const { request, sources } = await partsOf(sound());
    threads.enter(sources);
    const verdicts = await threads.four(request);
    expect(verdicts.map(({ verdict }) => verdict)).to.deep.equal(Array(4).fill('valid'));
    expect(threads.outside.checkedHere).to.be.above(0);
    await threads.close();
  });

  it('end meanwhile are done all the same', async () => {
    const threads = await openThreads();
    const { request, sources } = await partsOf(sound());
    threads.enter({
      ...sources,
      async gather(plan) {
        await threads.close();
        return sources.gather(plan);
      },
    });
    const verdicts = await threads.four(request);
    expect(verdicts.map(({ verdict }) => verdict)).to.deep.equal(Array(4).fill('valid'));
  });
});
