import { expect } from 'chai';
import { createStore } from '../../../service/adapters/level/store.ts';
import { uuidToBytes } from '../../../service/domain/uuid.ts';
import { createPersonVault } from '../../../service/adapters/vault/person-vault.ts';
import type { PersonVault } from '../../../service/ports/person-vault.ts';
import type { Store } from '../../../service/ports/store.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';

const keys = { master: new Uint8Array(32).fill(1), lookup: new Uint8Array(32).fill(2) };
const identity = { idType: 1, number: '990101194910010013' };

describe('The person vault', () => {
  let store: Store;
  let vault: PersonVault;
  const disk = createMemoryDisk();
  const enrol = async (): Promise<string> => {
    const { person, put } = await vault.enrol(identity);
    await store.commit({ put });
    return person;
  };

  beforeEach(async () => {
    store = await createStore(createMemoryDisk(), { now: () => 1 });
    vault = createPersonVault(store, keys);
  });

  it('knows nobody before they are enrolled and committed', async () => {
    expect(await vault.find(identity)).to.equal(undefined);
    await vault.enrol(identity);
    expect(await vault.find(identity)).to.equal(undefined);
  });

  it('gives a person one id, whose enrolment is written once', async () => {
    const person = await enrol();
    expect(await vault.find(identity)).to.equal(person);
    expect(await vault.enrol(identity)).to.deep.equal({ person, put: [] });
    expect(await vault.find({ ...identity, idType: 2 })).to.equal(undefined);
  });

  it('opens what it sealed, also after a restart', async () => {
    const person = await enrol();
    const sealed = await vault.seal(person, 'a', { name: '张三' });
    const restarted = createPersonVault(store, keys);
    expect(await restarted.open(person, 'a', sealed)).to.deep.equal({ name: '张三' });
  });

  it('seals before the enrolment is committed, so that both can be committed at once', async () => {
    const { person, put } = await vault.enrol(identity);
    const sealed = await vault.seal(person, 'a', 1);
    await store.commit({ put });
    expect(await createPersonVault(store, keys).open(person, 'a', sealed)).to.equal(1);
  });

  it('opens nothing in another context, of another person, changed, or under another master key', async () => {
    const person = await enrol();
    const other = await vault.enrol({ ...identity, number: '990101194910010021' });
    await store.commit({ put: other.put });
    const sealed = await vault.seal(person, 'a', 'text');
    const bytes = Buffer.from(sealed, 'base64url');
    bytes[20] = (bytes[20] as number) ^ 1;
    const foreign = createPersonVault(store, { ...keys, master: new Uint8Array(32) });
    const tries = [
      vault.open(person, 'b', sealed),
      vault.open(other.person, 'a', sealed),
      vault.open(person, 'a', bytes.toString('base64url')),
      vault.open(person, 'a', ''),
      foreign.open(person, 'a', sealed),
    ];
    for (const attempt of tries) expect(await codeOf(attempt)).to.equal('vault.sealBroken');
  });

  it('forgets an erased person for good, and meets them as somebody new', async () => {
    const person = await enrol();
    const sealed = await vault.seal(person, 'a', 'text');
    await store.commit({ del: await vault.erase(person) });
    expect(await vault.find(identity)).to.equal(undefined);
    expect(await codeOf(vault.open(person, 'a', sealed))).to.equal('vault.sealBroken');
    expect(await enrol()).to.not.equal(person);
    expect(await codeOf(vault.open(person, 'a', sealed))).to.equal('vault.sealBroken');
  });

  it('opens nothing of an erased person to those who were reading meanwhile, or keeps it while nobody is erased', async () => {
    const person = await enrol();
    const sealed = await vault.seal(person, 'a', 'text');
    const fresh = createPersonVault(store, keys);
    const early = fresh.open(person, 'a', sealed);
    const del = await fresh.erase(person);
    await early;
    expect(await fresh.open(person, 'a', sealed)).to.equal('text');
    await store.commit({ del });
    expect(await codeOf(fresh.open(person, 'a', sealed))).to.equal('vault.sealBroken');
  });

  it('leaves no number, name or key readable in the store', async () => {
    const plain = await createStore(disk, { now: () => 1 });
    const here = createPersonVault(plain, keys);
    const { person, put } = await here.enrol(identity);
    await plain.commit({ put: [...put, [[50, 1], await here.seal(person, 'a', { name: '张三' })]] });
    const kept: string[] = [];
    for await (const [key, value] of disk.entries({ gte: new Uint8Array(0) })) {
      kept.push(Buffer.concat([key, value]).toString('latin1'));
    }
    expect(kept.join()).to.not.include(identity.number);
    expect(kept.join()).to.not.include(Buffer.from('张三').toString('latin1'));
    expect(kept.join()).to.include(Buffer.from(uuidToBytes(person)).toString('latin1'));
  });

  it('digests under its own key, another for every purpose', async () => {
    const [a, again, purpose, foreign] = await Promise.all([
      vault.keyedDigest('p', 'text'),
      createPersonVault(store, keys).keyedDigest('p', 'text'),
      vault.keyedDigest('q', 'text'),
      createPersonVault(store, { ...keys, lookup: new Uint8Array(32) }).keyedDigest('p', 'text'),
    ]);
    expect(a).to.have.length(32);
    expect(again).to.deep.equal(a);
    expect([purpose, foreign]).to.not.deep.include(a);
  });
});
