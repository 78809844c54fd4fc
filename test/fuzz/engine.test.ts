import { expect } from 'chai';
import { createEngineCache } from '../../service/verify/index.ts';
import { createCorpus } from './corpus.ts';
import { tryInput } from './fuzz-engine.ts';

const INPUTS = 20_000;

describe('the engine under hostile input', () => {
  it(`never crashes, never says valid of what is not, never takes a second: ${INPUTS} inputs`, async () => {
    const corpus = await createCorpus();
    const cache = createEngineCache();
    const verdicts = { valid: 0, invalid: 0, undetermined: 0, crash: 0 };
    for (let number = 1; number <= INPUTS; number++) {
      const { outcome, finding } = await tryInput(number, corpus, cache);
      expect(finding, JSON.stringify(finding, null, 1)).to.equal(undefined);
      verdicts[outcome.verdict]++;
    }
    // A fuzzer whose inputs all fail at the door tests the door alone.
    expect(verdicts.valid, JSON.stringify(verdicts)).to.be.greaterThan(INPUTS / 100);
    expect(verdicts.invalid, JSON.stringify(verdicts)).to.be.greaterThan(INPUTS / 10);
    expect(verdicts.undetermined, JSON.stringify(verdicts)).to.be.greaterThan(INPUTS / 100);
  }).timeout(120_000);
});
