import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentValidators } from '../../../service/chain/development-validators.ts';
import type { Validator } from '../../../service/chain/development-validators.ts';
import { diskFiles } from '../../../service/chain/durable-files.ts';
import type { DurableFiles } from '../../../service/chain/durable-files.ts';
import { openVoteBook } from '../../../service/chain/validator.ts';
import type { Head, VoteBook } from '../../../service/chain/validator.ts';
import { highestAttested } from '../../../service/chain/vote-file.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { codeOf } from './sample-journal.ts';

const chain = { chainId: 370500, genesisHash: `0x${'00'.repeat(32)}` as Hex };
/** Block `height` of the good chain or of a fork. */
const head = (height: number, fork = 0): Head => ({
  height,
  hash: `0x${height.toString(16).padStart(62, '0')}${fork.toString(16).padStart(2, '0')}`,
});

describe('A validator', () => {
  const validator = developmentValidators('dongying')[0] as Validator;
  let folder: string;
  let path: string;
  let family: (from: Head, to: Head) => boolean;
  const open = (files: DurableFiles = diskFiles): Promise<VoteBook> =>
    openVoteBook({ validator, path, files, descends: async (to, from) => family(from, to) });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-votes-'));
    path = join(folder, `${validator.kid}.json`);
    family = () => true;
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('never contradicts itself', () => {
    it('two hashes of one height', async () => {
      const book = await open();
      await book.vote(chain, head(5), 1000, 100);
      expect(await codeOf(book.vote(chain, head(5, 1), 2000, 100))).to.equal('attester.contradictsVote');
      expect(book.signed.map((vote) => vote.hash)).to.deep.equal([head(5).hash]);
    });

    it('a head that does not descend from its last', async () => {
      family = (from, to) => from.hash.slice(-2) === to.hash.slice(-2);
      const book = await open();
      await book.vote(chain, head(5), 1000, 100);
      expect(await codeOf(book.vote(chain, head(7, 1), 1001, 100))).to.equal('attester.contradictsVote');
      await book.vote(chain, head(7), 1002, 100);
      expect(book.signed[0]).to.include({ height: 7, time: 1002 });
    });

    it('a head below its last', async () => {
      const book = await open();
      await book.vote(chain, head(5), 1000, 100);
      expect(await codeOf(book.vote(chain, head(4), 1001, 100))).to.equal('attester.contradictsVote');
    });

    it('after a restart either', async () => {
      await (await open()).vote(chain, head(5), 1000, 100);
      const again = await open();
      expect(again.signed[0]).to.include(head(5));
      expect(await codeOf(again.vote(chain, head(5, 1), 2000, 100))).to.equal('attester.contradictsVote');
    });

    it('nor signs for another chain than its file is of', async () => {
      await (await open()).vote(chain, head(5), 1000, 100);
      const other = { ...chain, chainId: 370100 };
      expect(await codeOf((await open()).vote(other, head(6), 1001, 100))).to.equal('attester.voteFileForeign');
    });
  });

  it('renews a vote only once it is old enough, with the newer time', async () => {
    const book = await open();
    await book.vote(chain, head(5), 1000, 100);
    const [first] = book.signed;
    await book.vote(chain, head(5), 1099, 100);
    expect(book.signed).to.deep.equal([first]);
    await book.vote(chain, head(5), 1100, 100);
    expect(book.signed.map((vote) => vote.time)).to.deep.equal([1100]);
    expect(book.signed[0]?.sig).to.not.equal(first?.sig);
  });

  it('has its vote on the disk before it shows it, and shows nothing the disk refused', async () => {
    let shownWhileWriting: number | undefined;
    let refuse = false;
    const book: VoteBook = await open({
      ...diskFiles,
      async replace(to, bytes) {
        if (refuse) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
        shownWhileWriting = book.signed.length;
        await diskFiles.replace(to, bytes);
      },
    });
    await book.vote(chain, head(5), 1000, 100);
    expect(shownWhileWriting).to.equal(0);
    expect(JSON.parse(await readFile(path, 'utf8'))).to.have.nested.property('signed[0].hash', head(5).hash);
    refuse = true;
    expect(await codeOf(book.vote(chain, head(6), 1001, 100))).to.equal('ENOSPC');
    expect(book.signed[0]).to.include(head(5));
    refuse = false;
    await book.vote(chain, head(6), 1002, 100);
    expect(book.signed.map((vote) => vote.height)).to.deep.equal([6, 5]);
  });

  it('keeps the votes of its last 16 heights', async () => {
    const book = await open();
    for (let height = 1; height <= 20; height++) await book.vote(chain, head(height), 1000 + height, 100);
    expect(book.signed.map((vote) => vote.height)).to.deep.equal(Array.from({ length: 16 }, (_, i) => 20 - i));
  });

  it('does not start on a damaged file or on another validator’s', async () => {
    await (await open()).vote(chain, head(5), 1000, 100);
    const text = await readFile(path, 'utf8');
    for (const damaged of ['', '{', 'null', '[]', text.slice(0, -20), text.replace('"time":1000', '"time":"1000"')]) {
      await writeFile(path, damaged);
      expect(await codeOf(open()), damaged).to.equal('attester.voteFileDamaged');
    }
    await writeFile(path, text.replace(validator.kid, 'another'));
    expect(await codeOf(open())).to.equal('attester.voteFileForeign');
  });

  it('tells the chain the highest head any of them has signed', async () => {
    expect(await highestAttested(join(folder, 'none'))).to.equal(undefined);
    await (await open()).vote(chain, head(5), 1000, 100);
    const other = developmentValidators('dongying')[1] as Validator;
    const otherPath = join(folder, `${other.kid}.json`);
    const second = await openVoteBook({
      validator: other,
      path: otherPath,
      files: diskFiles,
      descends: async () => true,
    });
    await second.vote(chain, head(6), 1000, 100);
    expect(await highestAttested(folder)).to.deep.equal(head(6));
  });
});

describe('The development validators', () => {
  it('are the same four of a region always, and no others’', () => {
    const kids = (region: string): string[] => developmentValidators(region).map((one) => one.kid);
    expect(kids('dongying')).to.deep.equal([
      'm4HeHNRlzvdxwexJIWNqEaAlOPvHVdlHTfa66KKPNbU',
      '2iSpojhXPiUTsb6MUe5Zkqt6z9MLtWb2ap3nZGVm5yw',
      'YjnuWXY2izI8wi18ETZDi57ltj0af0hHKeXamlVIxYE',
      'qXJMdDQ_Jn1Ryw1RXurGWuEmIsAcbamCKyDhOP3EcQE',
    ]);
    expect(new Set([...kids('dongying'), ...kids('jinan')]).size).to.equal(8);
  });
});
