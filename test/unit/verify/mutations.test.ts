import { expect } from 'chai';
import fc from 'fast-check';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { utf8 } from '../../../service/proof/bytes.ts';
import {
  createEngineCache,
  prepareArtefact,
  readArtefact,
  trimEvidence,
  verifyArtefact,
} from '../../../service/verify/index.ts';
import type { EvidenceBundle } from '../../../service/verify/index.ts';
import { demand } from '../../support/engine/cases/holder.ts';
import { bind, issue } from '../../support/engine/certificates.ts';
import { createDomain } from '../../support/engine/records.ts';
import { createRegion, NOW, primitives } from '../../support/engine/region.ts';
import { policy } from '../../support/engine/verify.ts';

const region = createRegion();
const { trustedPoint } = region;
const cache = createEngineCache();

/** Verifies bytes with evidence that was fetched for the genuine artefact, as a verifier with a warm cache would. */
async function verdict(artefactBytes: string | Uint8Array, evidence: EvidenceBundle, presented: boolean) {
  const artefact = readArtefact(artefactBytes);
  const circumstances = presented ? { policy: policy('presentation'), holder: demand } : { policy: policy() };
  const verification = { primitives, artefact, trustedPoint, evidence, now: NOW, cache, ...circumstances };
  return (await verifyArtefact(verification)).verdict;
}

async function evidenceFor(text: string): Promise<EvidenceBundle> {
  const { plan } = await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint });
  const bundle = region.evidence(plan.slots, { voters: 4 });
  return trimEvidence(primitives, bundle, trustedPoint, plan.slots);
}

const changed = (bytes: Uint8Array, at: number, mask: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ mask : byte));

describe('a certificate with one byte changed is never valid', () => {
  const holder = newSigningKey();
  const text = bind(issue(region, { holder, size: 9 }).text, holder);
  const bytes = utf8(text);
  let evidence: EvidenceBundle;
  before(async () => {
    evidence = await evidenceFor(text);
    expect(await verdict(text, evidence, true)).to.equal('valid');
  });

  it('at any place, by its lowest bit', async () => {
    for (let at = 0; at < bytes.length; at++) {
      expect(await verdict(changed(bytes, at, 1), evidence, true), `byte ${at}`).to.not.equal('valid');
    }
  }).timeout(60_000);

  it('at any place, to any other byte', async () => {
    const place = fc.record({ at: fc.nat(bytes.length - 1), mask: fc.integer({ min: 1, max: 255 }) });
    const property = fc.asyncProperty(place, async ({ at, mask }) => {
      expect(await verdict(changed(bytes, at, mask), evidence, true)).to.not.equal('valid');
    });
    await fc.assert(property, { numRuns: 4_000 });
  }).timeout(60_000);

  it('nor with one taken out or put in', async () => {
    const place = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.option(fc.integer({ min: 33, max: 126 })) });
    const property = fc.asyncProperty(place, async ({ at, byte }) => {
      const inserted = byte === null ? [] : [byte, bytes[at]!];
      const mutant = Uint8Array.from([...bytes.subarray(0, at), ...inserted, ...bytes.subarray(at + 1)]);
      expect(await verdict(mutant, evidence, true)).to.not.equal('valid');
    });
    await fc.assert(property, { numRuns: 1_000 });
  }).timeout(60_000);
});

describe('evidence with one byte changed never makes valid', () => {
  const { text } = issue(region, { size: 9 });
  let json: string;
  before(async () => {
    json = JSON.stringify(await evidenceFor(text));
    expect(await verdict(text, JSON.parse(json) as EvidenceBundle, false)).to.equal('valid');
  });

  /** `asOf` only says when the bundle was fetched; no one signs it and no verdict rests on it. */
  const informative = (at: number): boolean => {
    const start = json.indexOf('"asOf":') + '"asOf":'.length;
    return at >= start && at < start + String(NOW).length;
  };

  const verdictOn = async (mutant: string): Promise<string> => {
    let bundle: EvidenceBundle;
    try {
      bundle = JSON.parse(mutant) as EvidenceBundle;
    } catch {
      return 'no JSON';
    }
    return verdict(text, bundle, false);
  };
  const withCharacter = (at: number, code: number): string =>
    json.slice(0, at) + String.fromCharCode(code) + json.slice(at + 1);

  it('at any place, by its lowest bit or its case', async () => {
    for (let at = 0; at < json.length; at++) {
      if (informative(at)) continue;
      for (const mask of [1, 0x20]) {
        const mutant = withCharacter(at, json.charCodeAt(at) ^ mask);
        expect(await verdictOn(mutant), `${mask} at ${at}: ${json.slice(at - 20, at + 5)}`).to.not.equal('valid');
      }
    }
  }).timeout(60_000);

  it('at any place, to any other character', async () => {
    const place = fc.record({ at: fc.nat(json.length - 1), code: fc.integer({ min: 32, max: 126 }) });
    const property = fc.asyncProperty(place, async ({ at, code }) => {
      fc.pre(!informative(at) && code !== json.charCodeAt(at));
      expect(await verdictOn(withCharacter(at, code))).to.not.equal('valid');
    });
    await fc.assert(property, { numRuns: 4_000 });
  }).timeout(60_000);
});

describe('a record answer with one character changed is never valid', () => {
  const domain = createDomain(region);
  const present = '990101199001011234';
  const absent = '990101199001011236';
  before(() =>
    domain.commit([
      { number: present, fields: ['王小明', present] },
      { number: '990101199001011235', fields: ['李小红', '990101199001011235'] },
    ]),
  );

  for (const number of [present, absent]) {
    it(`${number === present ? 'presence' : 'absence'}, at any place`, async () => {
      const json = JSON.stringify(await domain.answer(number, [0, 9]));
      const evidence = await evidenceFor(json);
      expect(await verdict(json, evidence, false)).to.equal('valid');
      const place = fc.record({ at: fc.nat(json.length - 1), code: fc.integer({ min: 32, max: 126 }) });
      const property = fc.asyncProperty(place, async ({ at, code }) => {
        fc.pre(code !== json.charCodeAt(at));
        const mutant = json.slice(0, at) + String.fromCharCode(code) + json.slice(at + 1);
        expect(await verdict(mutant, evidence, false), json.slice(at - 20, at + 5)).to.not.equal('valid');
      });
      await fc.assert(property, { numRuns: 700 });
    }).timeout(60_000);
  }
});
