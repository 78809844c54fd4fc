import { expect } from 'chai';
import { nodePrimitives } from '../../service/adapters/crypto/primitives.ts';
import { shareSources } from '../../service/app/verifying/sources.ts';
import type { Sources } from '../../service/app/verifying/sources.ts';
import { verifyAnArtefact } from '../../service/app/verifying/verify-artefact.ts';
import type { VerifyingRequest } from '../../service/app/verifying/verify-artefact.ts';
import { createEngineCache, findArtefacts } from '../../service/verify/index.ts';
import type { Verdict } from '../../service/verify/index.ts';
import { createVerifyThreads } from '../../service/wiring/verify-threads.ts';
import { NOW } from '../support/engine/region.ts';
import { policy } from '../support/engine/verify.ts';
import { createCorpus } from './corpus.ts';
import { mutantOf } from './fuzz-engine.ts';
import { hostileInputs } from './hostile-inputs.ts';
import { random } from './random.ts';

const MUTANTS = 1_500;

describe('hostile artefacts among sound ones, all at once on threads', function () {
  this.timeout(120_000);
  let requests: VerifyingRequest[];
  let here: Verdict[];
  let onThreads: Verdict[];

  before(async () => {
    const corpus = await createCorpus();
    const choose = random(1);
    const mutants = Array.from({ length: MUTANTS }, () => {
      const seed = choose.pick(corpus.seeds);
      return { artefact: mutantOf(seed, choose, corpus), policy: policy(), holder: seed.holder };
    });
    requests = [...mutants];
    for (const { input } of await hostileInputs(corpus.region)) {
      for await (const { text } of findArtefacts(input)) {
        if (text !== undefined) requests.push({ artefact: text, policy: policy() });
      }
    }
    const known = new Map([corpus.region, corpus.other].map((region) => [region.caip2, region]));
    const sources: Sources = {
      trustedPoint: async (chain) => known.get(chain)?.trustedPoint,
      gather: async ({ chain, slots }) => known.get(chain)!.evidence(slots),
      statusList: async () => undefined,
      keep: async () => undefined,
      kept: async () => undefined,
    };
    const clock = { now: () => NOW };
    const primitives = nodePrimitives();
    const deps = { primitives, clock, sources: shareSources(sources, () => 0), engine: createEngineCache() };
    here = [];
    for (const request of requests) here.push((await verifyAnArtefact(deps, request)).verdict);
    let beside = 0;
    const counted: typeof primitives = {
      ...primitives,
      verifyEs256(...check) {
        beside++;
        return primitives.verifyEs256(...check);
      },
    };
    const given = { primitives: counted, sources, clock, monotonicMs: () => 0, engine: createEngineCache() };
    const threads = createVerifyThreads(given, 2);
    // Until the threads have started, all is done beside them.
    const sound = corpus.seeds.slice(0, 4).map(({ text }) => ({ artefact: text, policy: policy() }));
    do {
      beside = 0;
      await Promise.all(sound.map(threads.verifyOfMany));
    } while (beside > 0);
    onThreads = await Promise.all(requests.map(threads.verifyOfMany));
    expect(beside).to.equal(0);
    await threads.close();
  });

  it('get the verdicts that they get one by one without threads', () => {
    expect(onThreads.length).to.be.greaterThan(MUTANTS + 50);
    for (const [i, verdict] of onThreads.entries()) {
      expect(verdict, requests[i]?.artefact.slice(0, 500)).to.deep.equal(here[i]);
    }
  });

  it('are of all three kinds', () => {
    const kinds = new Set(onThreads.map(({ verdict }) => verdict));
    expect([...kinds]).to.have.members(['valid', 'invalid', 'undetermined']);
  });
});
