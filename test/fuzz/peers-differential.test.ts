import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { newSigningKey } from '../../service/adapters/pki/certificates.ts';
import { createEngineCache, prepareArtefact, readArtefact, verifyArtefact } from '../../service/verify/index.ts';
import type { Verdict } from '../../service/verify/index.ts';
import { allCases } from '../support/engine/cases/all.ts';
import { demand } from '../support/engine/cases/holder.ts';
import { createRegion, primitives, NOW } from '../support/engine/region.ts';
import { statusList } from '../support/engine/status-lists.ts';
import { policy, verdictOf } from '../support/engine/verify.ts';
import { peers } from '../support/oracle/peers.ts';
import type { PeerInput } from '../support/oracle/peers.ts';
import { refusals, renderStricter, STRICTER } from '../support/oracle/stricter.ts';
import { createCorpus } from './corpus.ts';
import { mutantOf } from './fuzz-engine.ts';
import { issueOddly } from './issue-oddly.ts';
import { random } from './random.ts';

const MUTANTS = 3_000;
const ODD_ONES = 1_500;

/** What the mutations showed, a peer. */
type Tally = { bothValid: number; refusedByBoth: number; stricter: Set<string> };
const tally = (): Tally[] => peers.map(() => ({ bothValid: 0, refusedByBoth: 0, stricter: new Set() }));

/** Whatever a peer refuses is not valid here; what it accepts and we do not is noted with our reason. */
async function compare(tallies: Tally[], { verdict, codes }: Verdict, input: PeerInput, what: string): Promise<void> {
  for (const [i, peer] of peers.entries()) {
    const refusal = await peer.refusal(input);
    const own = tallies[i]!;
    if (verdict === 'valid') {
      expect(refusal, `${what}: valid here, refused by ${peer.name}\n${input.text}`).to.equal(undefined);
      own.bothValid++;
    } else if (refusal !== undefined) own.refusedByBoth++;
    else if (peer.scope.test(codes[0]!)) own.stricter.add(codes[0]!);
  }
}

/** The codes of docs/stricter.md by which we refuse what the peer accepts. */
function listed(peer: number): string[] {
  const rows = readFileSync(STRICTER, 'utf8').match(/^\| .*`[a-z]+\.\w+`.*$/gm) ?? [];
  const cells = rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/[`|]/g, '').trim()));
  return cells.filter((row) => row[4 + peer] === 'accepts').map((row) => row[1]!);
}

describe('beside @sd-jwt/sd-jwt-vc and jose', () => {
  it('docs/stricter.md is what the cases show', async () => {
    expect(readFileSync(STRICTER, 'utf8')).to.equal(await renderStricter());
  });

  it('every case without its fault is accepted by both, too', async () => {
    for (const { code, title, given } of allCases) {
      const situation = await given(false);
      if (situation.text.startsWith('{')) continue;
      expect((await verdictOf(situation.region, situation.text, situation.change)).verdict).to.equal('valid');
      expect(await refusals(situation), `${code}: ${title}`).to.deep.equal(peers.map(() => undefined));
    }
  });

  it(`what either refuses is never valid, and where we are stricter is listed: ${MUTANTS} mutants`, async () => {
    const corpus = await createCorpus();
    const { region } = corpus;
    const cache = createEngineCache();
    const seeds = corpus.seeds.filter(({ kind }) => kind !== 'record');
    const list = statusList(region, {});
    const tallies = tally();
    for (let number = 1; number <= MUTANTS; number++) {
      const choose = random(number);
      const { holder, evidence, ...seed } = choose.pick(seeds);
      const text = mutantOf({ holder, evidence, ...seed }, choose, corpus);
      const verdict = await verifyArtefact({
        ...{ primitives, artefact: readArtefact(text), evidence, cache, holder, now: NOW },
        trustedPoint: region.trustedPoint,
        policy: policy(holder === undefined ? 'window' : 'presentation'),
      });
      const input = { text, holder, root: region.root.certificate, statusList: list };
      await compare(tallies, verdict, input, `mutant ${number}`);
    }
    for (const [i, { bothValid, refusedByBoth, stricter }] of tallies.entries()) {
      // Both sides have something to say.
      expect(bothValid).to.be.greaterThan(50);
      expect(refusedByBoth).to.be.greaterThan(500);
      expect([...stricter].filter((code) => !listed(i).includes(code))).to.deep.equal([]);
    }
  }).timeout(120_000);

  it(`so for what the department itself signed and anchored: ${ODD_ONES} odd certificates`, async () => {
    const tallies = tally();
    const holderKey = newSigningKey();
    let region = createRegion();
    for (let number = 1; number <= ODD_ONES; number++) {
      // The proofs get longer with everything that was anchored.
      if (number % 100 === 0) region = createRegion();
      const { text, presented } = issueOddly(region, random(number), holderKey);
      const holder = presented ? demand : undefined;
      const artefact = readArtefact(text);
      const { trustedPoint } = region;
      const { plan } = await prepareArtefact({ primitives, artefact, trustedPoint });
      const list = statusList(region, {});
      const evidence = plan.slots.length === 0 ? undefined : { ...region.evidence(plan.slots), statusList: list };
      const verdict = await verifyArtefact({
        ...{ primitives, artefact, evidence, holder, trustedPoint, now: NOW },
        policy: policy(presented ? 'presentation' : 'window'),
      });
      const input = { text, holder, root: region.root.certificate, statusList: list };
      await compare(tallies, verdict, input, `odd certificate ${number}`);
    }
    for (const [i, { bothValid, refusedByBoth, stricter }] of tallies.entries()) {
      expect(bothValid).to.be.greaterThan(100);
      expect(refusedByBoth).to.be.greaterThan(100);
      expect([...stricter].filter((code) => !listed(i).includes(code))).to.deep.equal([]);
    }
  }).timeout(120_000);
});
