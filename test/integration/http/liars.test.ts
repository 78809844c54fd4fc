import { expect } from 'chai';
import { issuePermit, newKey, permitOffice, verdictOf } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { lyingProxy } from '../../support/lying-proxy.ts';
import type { Lie, LyingProxy } from '../../support/lying-proxy.ts';
import { startRegions } from '../../support/region.ts';
import type { TestRegion, TestRegions } from '../../support/region.ts';

type Proof = { accountProof: string[]; storageProof: { key: string; value: string; proof: string[] }[] };

/** Applies a change to the result of every call of one method in a JSON-RPC batch. */
const onResult =
  (method: string, change: (result: never) => unknown): Lie =>
  (answer, { body }) => {
    const calls = [JSON.parse(body) as { id: number; method: string }[]].flat();
    const wanted = new Set(calls.filter((call) => call.method === method).map(({ id }) => id));
    const rewrite = (reply: { id: number; result: unknown }) =>
      wanted.has(reply.id) ? { ...reply, result: change(reply.result as never) } : reply;
    return Array.isArray(answer) ? answer.map(rewrite) : rewrite(answer as never);
  };
const onProof = (change: (proof: Proof) => Proof) => onResult('eth_getProof', change);
const storage = (change: (one: Proof['storageProof'][number]) => Proof['storageProof'][number]) =>
  onProof((proof) => ({ ...proof, storageProof: proof.storageProof.map(change) }));
const flip = (hex: string) => hex.slice(0, -1) + (hex.endsWith('0') ? '1' : '0');

describe('a partner’s chain whose node and attesters lie', () => {
  let started: TestRegions;
  let dongying: TestRegion;
  let jinan: TestRegion;
  let node: LyingProxy;
  let attesters: LyingProxy;
  let revoked: IssuedPermit;
  let count = 10;
  let offset = 0;
  const clock = { now: () => Math.floor(Date.now() / 1000) + offset };

  before(async () => {
    started = await startRegions(['dongying', 'jinan'], { clock });
    [dongying, jinan] = started.regions as [TestRegion, TestRegion];
    node = await lyingProxy(dongying.chainUrl);
    attesters = await lyingProxy(dongying.attestersUrl);
    await jinan.stopService();
    await jinan.startService({
      clock,
      args: ['--partner', `dongying=${node.url},${attesters.url},${dongying.url}`],
    });
    revoked = await issuePermit(dongying, 1);
    const { token } = await permitOffice(dongying);
    const body = { action: 'revoke', reason: 'issued-in-error' };
    await dongying.call(`/v1/certificates/${revoked.id}/status-changes`, { token, headers: newKey(), body });
  });
  after(async () => {
    await node.close();
    await attesters.close();
    await started.close();
    expect([...dongying.reports, ...jinan.reports]).to.deep.equal([]);
  });
  afterEach(() => {
    node.lie = undefined;
    attesters.lie = undefined;
    offset = 0;
  });

  it('is judged like any other while it tells the truth', async () => {
    expect((await verdictOf(jinan, (await issuePermit(dongying, (count += 1))).certificate)).verdict).to.equal('valid');
  });

  const nodeLies: Record<string, Lie> = {
    'says that nothing is revoked': storage((one) => ({ ...one, value: '0x0' })),
    'leaves the proof of a slot out': storage((one) => ({ ...one, proof: [] })),
    'changes one digit of a proof': storage((one) => ({ ...one, proof: one.proof.map(flip) })),
    'gives the proof of another slot': onProof((proof) => ({
      ...proof,
      storageProof: proof.storageProof.map((_one, place, all) => all[(place + 1) % all.length] as never),
    })),
    'changes the account’s proof': onProof((proof) => ({ ...proof, accountProof: proof.accountProof.map(flip) })),
    'changes the state root of the block': onResult('eth_getBlockByNumber', (block: { stateRoot: string }) => ({
      ...block,
      stateRoot: flip(block.stateRoot),
    })),
    'answers nonsense': () => ({ jsonrpc: '2.0', id: 0, result: 'trust me' }),
  };
  for (const [what, lie] of Object.entries(nodeLies)) {
    it(`never has a revoked certificate called valid when the node ${what}, nor a good one invalid`, async () => {
      const good = await issuePermit(dongying, (count += 1));
      node.lie = lie;
      const ofRevoked = await verdictOf(jinan, revoked.certificate);
      expect({ verdict: ofRevoked.verdict, code: ofRevoked.code.split('.')[0] }).to.deep.equal({
        verdict: 'undetermined',
        code: 'chain',
      });
      const ofGood = await verdictOf(jinan, good.certificate);
      expect({ verdict: ofGood.verdict, code: ofGood.code.split('.')[0] }).to.deep.equal({
        verdict: 'undetermined',
        code: 'chain',
      });
    });
  }

  type Heads = { statements: { height: number; hash: string; votes: { kid: string; time: number; sig: string }[] }[] };
  const onVotes =
    (change: (votes: Heads['statements'][number]['votes']) => unknown): Lie =>
    (answer) => ({
      ...(answer as Heads),
      statements: (answer as Heads).statements.map((one) => ({ ...one, votes: change(one.votes) })),
    });
  const attesterLies: Record<string, Lie> = {
    'give two votes instead of three': onVotes((votes) => votes.slice(0, 2)),
    'give one vote three times': onVotes((votes) => [votes[0], votes[0], votes[0]]),
    'make votes newer than they are': onVotes((votes) => votes.map((vote) => ({ ...vote, time: vote.time + 100 }))),
    'vote for another block': (answer) => ({
      ...(answer as Heads),
      statements: (answer as Heads).statements.map((one) => ({ ...one, hash: flip(one.hash) })),
    }),
  };
  for (const [what, lie] of Object.entries(attesterLies)) {
    it(`proves nothing when attesters ${what}`, async () => {
      const good = await issuePermit(dongying, (count += 1));
      attesters.lie = lie;
      const { verdict, code } = await verdictOf(jinan, good.certificate);
      expect({ verdict, code: code.split('.')[0] }).to.deep.equal({ verdict: 'undetermined', code: 'chain' });
    });
  }

  it('does not spoil what was proven before the lies began', async () => {
    const good = await issuePermit(dongying, (count += 1));
    expect((await verdictOf(jinan, good.certificate)).verdict).to.equal('valid');
    for (const lie of Object.values(nodeLies)) {
      node.lie = lie;
      expect((await verdictOf(jinan, good.certificate)).verdict).to.equal('valid');
    }
    node.lie = undefined;
    expect((await verdictOf(jinan, revoked.certificate)).code).to.equal('status.revoked');
  });

  it('can hold back the news no longer than the maximum age', async () => {
    const { id, certificate } = await issuePermit(dongying, (count += 1));
    expect((await verdictOf(jinan, certificate)).verdict).to.equal('valid');
    // From now on the old answers again and again, whatever is asked.
    const old = { node: [...node.recorded.values()].at(-1), attesters: [...attesters.recorded.values()].at(-1) };
    const { token } = await permitOffice(dongying);
    const body = { action: 'revoke', reason: 'issued-in-error' };
    await dongying.call(`/v1/certificates/${id}/status-changes`, { token, headers: newKey(), body });
    node.lie = () => old.node;
    attesters.lie = () => old.attesters;
    const held = await verdictOf(jinan, certificate);
    expect(held.verdict).to.equal('valid');
    expect((held.reply.json.evidence as { ageSeconds: number }).ageSeconds).to.be.lessThan(300);
    offset = 301;
    const later = await verdictOf(jinan, certificate);
    expect({ verdict: later.verdict, code: later.code.split('.')[0] }).to.deep.equal({
      verdict: 'undetermined',
      code: 'chain',
    });
  });
});
