import { newSigningKey } from '../../service/adapters/pki/certificates.ts';
import { prepareArtefact, readArtefact } from '../../service/verify/index.ts';
import type { EvidenceBundle, HolderDemand, RecordAnswer } from '../../service/verify/index.ts';
import { bind, issue } from '../support/engine/certificates.ts';
import { demand } from '../support/engine/cases/holder.ts';
import { createDomain } from '../support/engine/records.ts';
import { createRegion, NOW, primitives } from '../support/engine/region.ts';
import type { TestRegion } from '../support/engine/region.ts';

/** A genuine artefact with the evidence a reader fetched for it. `truth`: whether it deserves to be valid at all. */
export type Seed = {
  kind: 'certificate' | 'presentation' | 'record';
  text: string;
  evidence: EvidenceBundle;
  truth: boolean;
  holder?: HolderDemand;
};

export type Corpus = {
  region: TestRegion;
  other: TestRegion;
  holderKey: ReturnType<typeof newSigningKey>;
  seeds: Seed[];
  answers: RecordAnswer[];
};

const NUMBERS = ['990101199001011234', '990101199001011235', '990101199001011236'] as const;

/** One region with good and bad certificates, presentations and record answers, and another region to take parts from. */
export async function createCorpus(): Promise<Corpus> {
  const region = createRegion();
  const other = createRegion({ caip2: 'eip155:370100', base: 'https://jinan.example', name: '济南市' });
  const holderKey = newSigningKey();
  const certificates: [string, boolean][] = [
    [issue(region, { size: 300, index: 200 }).text, true],
    [issue(region, { size: 1, index: 0 }).text, true],
    [issue(region, { status: 1 }).text, false],
    [issue(region, { status: 2 }).text, false],
    [issue(region, { unanchored: true }).text, false],
    [issue(region, { payload: { exp: NOW } }).text, false],
    [issue(other).text, false],
  ];
  const presented = bind(issue(region, { holder: holderKey }).text, holderKey);
  const stale = bind(issue(region, { holder: holderKey }).text, holderKey, { payload: { iat: NOW - 3600 } });
  const domain = createDomain(region);
  await domain.commit(NUMBERS.slice(0, 2).map((number) => ({ number, fields: ['王小明', number] })));
  const answers = await Promise.all(NUMBERS.map((number) => domain.answer(number, [0, 1, 9])));
  domain.dispute(NUMBERS[1]);

  const evidenceFor = async (text: string): Promise<EvidenceBundle> => {
    const { trustedPoint } = region;
    const { plan } = await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint });
    return region.evidence(plan.slots, { voters: 4 });
  };
  const seed = async (kind: Seed['kind'], text: string, truth: boolean, more: Partial<Seed> = {}): Promise<Seed> => ({
    ...{ kind, text, truth, evidence: await evidenceFor(text) },
    ...more,
  });
  const seeds = [
    ...(await Promise.all(certificates.map(([text, truth]) => seed('certificate', text, truth)))),
    await seed('presentation', presented, true, { holder: demand }),
    await seed('presentation', stale, false, { holder: demand }),
    ...(await Promise.all(answers.map((answer, i) => seed('record', JSON.stringify(answer), i !== 1)))),
  ];
  return { region, other, holderKey, seeds, answers };
}
