import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { compactVerify, importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import { createEngineCache, readArtefact, verifyArtefact } from '../../service/verify/index.ts';
import { policy } from '../support/engine/verify.ts';
import { NOW, primitives } from '../support/engine/region.ts';
import { createCorpus } from './corpus.ts';
import { mutantOf } from './fuzz-engine.ts';
import { random } from './random.ts';

const INPUTS = 5_000;

describe('what the engine calls valid, jose accepts', () => {
  it(`over ${INPUTS} mutants: issuer's signature by the x5c key, key binding by cnf with audience and age`, async () => {
    const corpus = await createCorpus();
    const cache = createEngineCache();
    const seeds = corpus.seeds.filter(({ kind }) => kind !== 'record');
    const counts = { valid: 0, refusedByJose: 0 };
    for (let number = 1; number <= INPUTS; number++) {
      const choose = random(number);
      const seed = choose.pick(seeds);
      const text = mutantOf(seed, choose, corpus);
      const artefact = readArtefact(text);
      if (artefact.kind !== 'certificate') continue;
      const { holder, evidence } = seed;
      const { verdict } = await verifyArtefact({
        ...{ primitives, artefact, evidence, cache, holder, now: NOW },
        trustedPoint: corpus.region.trustedPoint,
        policy: policy(holder === undefined ? 'window' : 'presentation'),
      });
      const accepts = async (): Promise<void> => {
        const parts = text.trim().split('~');
        const { x5c } = artefact.header as { x5c: string[] };
        const { publicKey } = new X509Certificate(Buffer.from(x5c[0]!, 'base64'));
        await compactVerify(parts[0]!, publicKey, { algorithms: ['ES256'] });
        if (holder === undefined) return;
        const { cnf } = artefact.payload as { cnf: { jwk: JWK } };
        await jwtVerify(parts.at(-1)!, await importJWK(cnf.jwk, 'ES256'), {
          ...{ algorithms: ['ES256'], typ: 'kb+jwt', audience: holder.audience, maxTokenAge: holder.maxAgeSeconds },
          ...{ requiredClaims: ['nonce', 'sd_hash'], currentDate: new Date(NOW * 1000), clockTolerance: 30 },
        });
      };
      const refusal = await accepts().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (verdict === 'valid') {
        counts.valid++;
        expect(refusal, `input ${number}`).to.equal(undefined);
      } else if (refusal !== undefined) counts.refusedByJose++;
    }
    // Both sides have something to say.
    expect(counts.valid).to.be.greaterThan(50);
    expect(counts.refusedByJose).to.be.greaterThan(500);
  }).timeout(120_000);
});
