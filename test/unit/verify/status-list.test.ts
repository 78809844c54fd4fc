import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { decodeBase64url } from '../../../service/proof/base64url.ts';
import { inflate } from '../../../service/verify/container/inflate.ts';
import { statusAt } from '../../../service/verify/status/status-list.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion } from '../../support/engine/region.ts';
import { LIST_URI, statusList } from '../../support/engine/status-lists.ts';
import { verdictOf } from '../../support/engine/verify.ts';

type Bits = 1 | 2 | 4 | 8;
type Vectors = {
  lists: {
    id: string;
    bits: Bits;
    lst: string;
    size: number;
    byteArrayHex?: string;
    byteArraySha256?: string;
    statuses?: number[];
    nonZero?: [number, number][];
  }[];
  invalid: { id: string; why: string; bits: number; lst: string; index?: number }[];
};

const path = new URL('../../vectors/token-status-list.json', import.meta.url);
const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vectors;
const bytesOf = (lst: string) => inflate(decodeBase64url(lst), 'zlib', 2_097_152);

describe('Token Status List, published lists', () => {
  for (const { id, bits, lst, size, byteArrayHex, byteArraySha256, statuses, nonZero } of vectors.lists) {
    it(`${id} gives every published status`, async () => {
      const bytes = (await bytesOf(lst))!;
      if (byteArrayHex !== undefined) expect(Buffer.from(bytes).toString('hex')).to.equal(byteArrayHex);
      if (byteArraySha256 !== undefined) {
        expect(createHash('sha256').update(bytes).digest('hex')).to.equal(byteArraySha256);
      }
      const expected = statuses ?? Array.from({ length: size }, () => 0);
      for (const [index, status] of nonZero ?? []) expected[index] = status;
      expect(Array.from({ length: size }, (_, index) => statusAt(bytes, bits, index))).to.deep.equal(expected);
      expect(statusAt(bytes, bits, size)).to.equal(undefined);
    });
  }

  for (const { id, why, bits, lst, index } of vectors.invalid.filter(({ id }) => id !== 'bits-3')) {
    it(`${id} (${why}) gives none`, async () => {
      const bytes = await bytesOf(lst);
      const status = bytes && statusAt(bytes, bits as Bits, index ?? 0);
      expect(status).to.equal(undefined);
    });
  }
});

describe('a status list beside the chain', () => {
  const region = createRegion();
  const { text } = issue(region, { payload: { status: { status_list: { idx: 7, uri: LIST_URI } } } });

  it('that agrees changes nothing', async () => {
    const list = statusList(region, {});
    const { verdict, notices } = await verdictOf(region, text, { evidence: (one) => ({ ...one, statusList: list }) });
    expect(verdict).to.equal('valid');
    expect(notices).to.deep.equal([]);
  });

  it('that cannot be used is a notice; the chain decides', async () => {
    const list = statusList(region, { 7: 1 }, { payload: { sub: `${LIST_URI}0` } });
    const { verdict, notices } = await verdictOf(region, text, { evidence: (one) => ({ ...one, statusList: list }) });
    expect(verdict).to.equal('valid');
    expect(notices).to.deep.equal(['status.listUnusable']);
  });

  it('does not make valid without the chain', async () => {
    const evidence = { unavailable: 'chain.unreachable', statusList: statusList(region, {}) } as const;
    const { verdict, codes } = await verdictOf(region, text, { evidence });
    expect(verdict).to.equal('undetermined');
    expect(codes).to.deep.equal(['chain.unreachable']);
  });

  it('does not condemn without the chain, which alone vouches for its key', async () => {
    const evidence = { unavailable: 'chain.unreachable', statusList: statusList(region, { 7: 1 }) } as const;
    const { verdict } = await verdictOf(region, text, { evidence });
    expect(verdict).to.equal('undetermined');
  });

  it('is not asked of a certificate that names none', async () => {
    const { text } = issue(region);
    const list = statusList(region, { 7: 1 });
    const { verdict } = await verdictOf(region, text, { evidence: (one) => ({ ...one, statusList: list }) });
    expect(verdict).to.equal('valid');
  });
});
