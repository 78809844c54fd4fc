import { expect } from 'chai';
import { packedKeys } from '../../service/ports/store-key.ts';
import type { PackedEntries, Store, StoreKey } from '../../service/ports/store.ts';
import { tables } from '../../service/ports/tables.ts';

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: { code?: unknown }) => error.code ?? error,
  );
}

/** What any store promises of entries that come packed (service/ports/store.ts). */
export function keepsPackedEntries(under: () => { store: Store; reopen(): Promise<Store> }): void {
  describe('packed entries', () => {
    const ids = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at);
    const keyOf = (n: number): StoreKey => [tables.rowKeys, new Uint8Array(16).fill(n)];

    function packed(numbers: readonly number[], expectAbsentSince?: number): PackedEntries {
      const of = (width: number): Uint8Array => Uint8Array.from(numbers.flatMap((n) => Array<number>(width).fill(n)));
      const keys = packedKeys(tables.rowKeys, numbers.length, { bytes: of(16), width: 16 });
      const values = of(4);
      return { ...keys, valueBytes: 4, values, ...(expectAbsentSince !== undefined && { expectAbsentSince }) };
    }

    it('are read one by one, after reopening too', async () => {
      await under().store.commit({ putPacked: [packed(ids(1, 5))] });
      const store = await under().reopen();
      const values = await store.getMany<Uint8Array>(ids(0, 7).map(keyOf));
      await store.close();
      expect(values.map((value) => value && [...value])).to.deep.equal([
        undefined,
        ...ids(1, 5).map((n) => [n, n, n, n]),
        undefined,
      ]);
    });

    it('are read for keys that come packed, in their order', async () => {
      await under().store.commit({ putPacked: [packed(ids(1, 3))] });
      const values = await under().store.getPacked(packed([3, 7, 1]));
      expect(values.map((value) => value && [...value])).to.deep.equal([[3, 3, 3, 3], undefined, [1, 1, 1, 1]]);
    });

    it('of no width are there all the same', async () => {
      await under().store.commit({ putPacked: [{ ...packed([1, 2]), valueBytes: 0, values: new Uint8Array(0) }] });
      const values = await under().store.getMany<Uint8Array>([1, 2].map(keyOf));
      expect(values.map((value) => value?.length)).to.deep.equal([0, 0]);
    });

    it('are refused whole when a key is taken, whatever revision they were read at', async () => {
      const since = under().store.revision();
      await under().store.commit({ putPacked: [packed([3], since)] });
      for (const revision of [0, since]) {
        expect(await codeOf(under().store.commit({ putPacked: [packed([2, 3], revision)] }))).to.equal(
          'store.conflict',
        );
      }
      expect(await under().store.get(keyOf(2))).to.equal(undefined);
      await under().store.commit({ putPacked: [packed([2, 4], under().store.revision())] });
      expect(await under().store.get(keyOf(4))).to.deep.equal(new Uint8Array(4).fill(4));
    });

    it('see commits of the same batch, packed or not, and are seen by them', async () => {
      const since = under().store.revision();
      const ends = await Promise.allSettled([
        under().store.commit({ putPacked: [packed([1, 2], since)] }),
        under().store.commit({ putPacked: [packed([2, 3], since)] }),
        under().store.commit({ expect: [{ key: keyOf(1), value: undefined }], put: [[keyOf(9), new Uint8Array(1)]] }),
        under().store.commit({ put: [[keyOf(5), Uint8Array.of(5)]] }),
        under().store.commit({ putPacked: [packed([5], since)] }),
        under().store.commit({ del: [keyOf(5)] }),
        under().store.commit({ putPacked: [packed([5], since)] }),
      ]);
      expect(ends.map(({ status }) => status === 'fulfilled')).to.deep.equal([
        ...[true, false, false, true, false, true, true],
      ]);
      expect(await under().store.get(keyOf(5))).to.deep.equal(new Uint8Array(4).fill(5));
      expect(await under().store.get(keyOf(3))).to.equal(undefined);
    });

    it('and JSON keep to their tables', async () => {
      const codes = [
        await codeOf(under().store.commit({ put: [[keyOf(1), { json: true }]] })),
        await codeOf(under().store.commit({ put: [[[tables.settings, 100], new Uint8Array(1)]] })),
      ];
      expect(codes.every((code) => code instanceof TypeError)).to.equal(true);
    });
  });
}
