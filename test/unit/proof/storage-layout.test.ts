import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { id as keccakOfText, zeroPadValue } from 'ethers';
import * as layout from '../../../service/proof/storage-layout.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';

type Member = { label: string; slot: string; offset: number; type: string };
type Layout = {
  storage: Member[];
  types: Record<string, { members?: Member[]; numberOfBytes: string; key?: string; value?: string }>;
};
type BuildOutput = { output: { contracts: Record<string, Record<string, { storageLayout?: Layout }>> } };

const artifacts = new URL('../../../artifacts/', import.meta.url);
const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, artifacts), 'utf8')) as T;

/** The compiler's layout of a contract, from the build its artifact came from. */
function compiled(source: string): Layout {
  const name = source.split('/').at(-1) ?? '';
  const { buildInfoId } = read<{ buildInfoId: string }>(`contracts/${source}.sol/${name}.json`);
  const { output } = read<BuildOutput>(`build-info/${buildInfoId}.output.json`);
  const found = output.contracts[`project/contracts/${source}.sol`]?.[name]?.storageLayout;
  if (found === undefined) throw new Error(`the build holds no storage layout of ${source}`);
  return found;
}

const slotOf = (source: string, label: string): number =>
  Number(compiled(source).storage.find((variable) => variable.label === label)?.slot ?? NaN);

/** Fields of a struct as `label@slot+offset:bytes`. */
function fields(source: string, struct: string): string[] {
  const { types } = compiled(source);
  const found = Object.entries(types).find(([name]) => name.startsWith(`t_struct(${struct})`))?.[1];
  return (found?.members ?? []).map(
    ({ label, slot, offset, type }) => `${label}@${slot}+${offset}:${types[type]?.numberOfBytes}`,
  );
}

describe('storage layout, as the compiler laid it out', () => {
  const sources = {
    AuthorityRegistry: 'registries/AuthorityRegistry',
    CertificateAnchors: 'ledgers/CertificateAnchors',
    RecordRegistry: 'ledgers/RecordRegistry',
    UseLedger: 'ledgers/UseLedger',
    PartnerRegistry: 'registries/PartnerRegistry',
  } as const;

  for (const [contract, variables] of Object.entries(layout.BASE_SLOTS)) {
    const source = sources[contract as keyof typeof sources];
    for (const [variable, slot] of Object.entries(variables)) {
      it(`keeps ${contract}'s ${variable} at slot ${slot}`, () => {
        expect(slotOf(source, `_${variable}`)).to.equal(slot);
      });
    }
    it(`knows every state variable of ${contract}`, () => {
      const own = compiled(source).storage.filter(({ label }) => !['_authority', '_consumingSchedule'].includes(label));
      expect(own.map(({ label }) => label.slice(1))).to.have.members(Object.keys(variables));
    });
  }

  it('packs paused behind the authority', () => {
    const paused = compiled(sources.AuthorityRegistry).storage.find(({ label }) => label === '_paused');
    expect([paused?.slot, paused?.offset]).to.deep.equal(['0', 21]);
  });

  it('packs a key into one slot', () => {
    expect(fields(sources.AuthorityRegistry, 'Key')).to.deep.equal([
      'department@0+0:18',
      'use@0+18:1',
      'from@0+19:4',
      'until@0+23:4',
      'compromisedFrom@0+27:4',
    ]);
  });

  it('packs an account into one slot', () => {
    expect(fields(sources.AuthorityRegistry, 'Account')).to.deep.equal([
      'department@0+0:18',
      'from@0+18:4',
      'until@0+22:4',
      'suspended@0+26:1',
    ]);
  });

  it('lays a department out in five slots', () => {
    expect(fields(sources.AuthorityRegistry, 'Department')).to.deep.equal([
      'from@0+0:4',
      'until@0+4:4',
      'suspendedFrom@0+8:4',
      'suspendedUntil@0+12:4',
      'suspensions@0+16:4',
      'olderSuspensions@1+0:32',
      'successor@2+0:18',
      'succeededAt@2+18:4',
      'predecessors@3+0:32',
      'accounts@4+0:32',
    ]);
  });

  it('lays an accreditation out in two slots', () => {
    expect(fields(sources.AuthorityRegistry, 'Accreditation')).to.deep.equal([
      'from@0+0:4',
      'until@0+4:4',
      'count@0+8:4',
      'older@1+0:32',
    ]);
  });

  it('packs an anchor into one slot', () => {
    expect(fields(sources.CertificateAnchors, 'Anchor')).to.deep.equal([
      'department@0+0:18',
      'size@0+18:4',
      'time@0+22:5',
      'blockNumber@0+27:5',
    ]);
  });

  it('lays a head out in three slots', () => {
    expect(fields(sources.RecordRegistry, 'Head')).to.deep.equal([
      'root@0+0:32',
      'from@1+0:4',
      'through@1+4:4',
      'vrfEpoch@1+8:4',
      'count@1+12:8',
      'closedAt@1+20:5',
      'epoch@1+25:4',
      'department@2+0:18',
      'time@2+18:5',
    ]);
  });

  it('lays a grant out in three slots', () => {
    expect(fields(sources.UseLedger, 'Grant')).to.deep.equal([
      'department@0+0:18',
      'kind@0+18:1',
      'cancelled@0+19:1',
      'from@0+20:4',
      'until@0+24:4',
      'remaining@0+28:4',
      'requester@1+0:32',
      'holder@2+0:32',
    ]);
  });
});

describe('slot keys', () => {
  it('refuse ids of another length', () => {
    for (const wrong of [
      () => layout.keySlot(new Uint8Array(31)),
      () => layout.accountSlot(new Uint8Array(32)),
      () => layout.departmentSlot('12370500999900011'),
      () => layout.departmentSlot('证12370500999900011'),
      () => layout.disputeSlot(new Uint8Array(32), new Uint8Array(0)),
    ]) {
      expect(wrong).to.throw(layout.NotAKey).with.property('code', 'storageLayout.notAKey');
    }
  });

  it('are lower-case hexadecimal of 32 bytes', () => {
    const keys = [
      layout.pausedSlot(),
      layout.partnerSlot(370100),
      ...layout.headSlots(hexToBytes(keccakOfText('domain'))),
      layout.accountSlot(hexToBytes(zeroPadValue('0x01', 20))),
    ];
    for (const key of keys) expect(key).to.match(/^0x[0-9a-f]{64}$/);
  });

  it('share a status word among 128 leaves', () => {
    const anchor = hexToBytes(keccakOfText('anchor'));
    expect(layout.statusWordSlot(anchor, 127)).to.equal(layout.statusWordSlot(anchor, 0));
    expect(layout.statusWordSlot(anchor, 128)).to.not.equal(layout.statusWordSlot(anchor, 0));
  });
});
