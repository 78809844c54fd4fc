import { newSigningKey } from '../../service/adapters/pki/certificates.ts';
import { decodeHeader } from '../../service/proof/header.ts';
import { prepareArtefact, readArtefact } from '../../service/verify/index.ts';
import type { EvidenceBundle, HolderDemand, RecordAnswer } from '../../service/verify/index.ts';
import { bind, issue } from '../support/engine/certificates.ts';
import { demand } from '../support/engine/cases/holder.ts';
import { createDomain } from '../support/engine/records.ts';
import { createRegion, NOW, packed, primitives } from '../support/engine/region.ts';
import type { TestRegion } from '../support/engine/region.ts';

/** A genuine artefact with the evidence a reader fetched for it. `truth`: whether it deserves to be valid at all. */
export type Seed = {
  kind: 'certificate' | 'presentation' | 'record';
  text: string;
  evidence: EvidenceBundle;
  truth: boolean;
  /** Genuine proofs of a state in which nothing is revoked or missing, under votes that make no quorum of this region. */
  forged: EvidenceBundle[];
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

/** One after another: each changes the region's state for a moment. */
async function inTurn<T>(pieces: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  for (const piece of pieces) results.push(await piece());
  return results;
}

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

  const planOf = async (text: string) => {
    const { trustedPoint } = region;
    return (await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint })).plan;
  };
  /** What a liar would like to prove of a certificate: anchored, and no status set. */
  const forge = async (text: string): Promise<EvidenceBundle[]> => {
    const artefact = readArtefact(text);
    const { slots } = await planOf(text);
    const [anchor, status] = slots;
    if (artefact.kind !== 'certificate' || anchor === undefined || status === undefined) return [];
    const before = [anchor, status].map(({ address, slot }) => region.state.get(address)?.get(slot));
    const { size, block } = artefact.payload['anchor'] as { size: number; block: number };
    const word = packed([region.department, 18], [size, 4], [NOW - 3600, 5], [block, 5]);
    region.set(anchor.address, anchor.slot, word);
    region.set(status.address, status.slot, new Uint8Array(32));
    const lie = region.evidence(slots, { voters: 4 });
    const { hash } = decodeHeader(lie.header);
    const strangers = other.attesters.map((key) => region.vote(key, 100, hash, NOW));
    for (const [i, { address, slot }] of [anchor, status].entries())
      region.set(address, slot, before[i] ?? new Uint8Array(32));
    const truth = region.evidence(slots, { voters: 4 });
    const own = lie.votes!;
    return [
      { ...lie, votes: own.slice(0, 2) },
      { ...lie, votes: [own[0]!, own[0]!, own[0]!, own[1]!] },
      { ...lie, votes: strangers },
      { ...lie, votes: [...own.slice(0, 2), ...strangers] },
      { ...lie, votes: strangers.map(({ sig, time }, i) => ({ kid: own[i]!.kid, time, sig })) },
      { ...lie, votes: truth.votes! },
      { ...truth, accounts: lie.accounts },
    ];
  };
  const seed = async (kind: Seed['kind'], text: string, truth: boolean, more: Partial<Seed> = {}): Promise<Seed> => ({
    ...{ kind, text, truth, evidence: region.evidence((await planOf(text)).slots, { voters: 4 }) },
    forged: await forge(text),
    ...more,
  });
  const seeds = [
    ...(await inTurn(
      certificates.map(
        ([text, truth]) =>
          () =>
            seed('certificate', text, truth),
      ),
    )),
    await seed('presentation', presented, true, { holder: demand }),
    await seed('presentation', stale, false, { holder: demand }),
    ...(await Promise.all(answers.map((answer, i) => seed('record', JSON.stringify(answer), i !== 1)))),
  ];
  return { region, other, holderKey, seeds, answers };
}
