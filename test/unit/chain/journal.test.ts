import { expect } from 'chai';
import { encodeBlock, encodeHeader } from '../../../service/chain/journal-line.ts';
import type { JournalBlock, JournalHeader } from '../../../service/chain/journal-line.ts';
import { utf8 } from '../../../service/proof/bytes.ts';
import { memoryFiles } from './memory-files.ts';
import { CHAIN_ID, codeOf, openSample, PATH, pinnedOf, sampleJournal } from './sample-journal.ts';

describe('The journal of an embedded chain', () => {
  let bytes: Uint8Array;
  let blocks: JournalBlock[];
  let pinned: JournalHeader;
  before(async () => {
    ({ bytes, blocks } = await sampleJournal(5));
    pinned = await pinnedOf(CHAIN_ID);
  });

  /** Opens a journal with these bytes; the files are given back for a look at what was left. */
  async function opened(content: Uint8Array, attestedHeight?: number) {
    const files = memoryFiles({ [PATH]: content });
    const block = blocks[(attestedHeight ?? 0) - 1];
    const attested = attestedHeight === undefined ? undefined : { height: attestedHeight, hash: block?.hash ?? '0x' };
    return { files, ...(await openSample(files, { pinned, attested: attested as never })) };
  }
  const text = (): string[] => new TextDecoder().decode(bytes).split('\n');
  const withLine = (index: number, line: string): Uint8Array => utf8(text().with(index, line).join('\n'));

  describe('replay', () => {
    it('begins a new journal with a line that pins version, chain id, hardfork and genesis hash', async () => {
      const files = memoryFiles();
      const { journal } = await openSample(files, { pinned });
      expect(journal.height).to.equal(0);
      expect(new TextDecoder().decode(files.content.get(PATH))).to.equal(
        `{"chainId":370500,"genesisHash":"${pinned.genesisHash}","hardfork":"berlin","version":1}\n`,
      );
    });

    it('comes to the same hash for every block', async () => {
      const { journal, hashes } = await opened(bytes);
      expect(journal.height).to.equal(5);
      expect(hashes).to.deep.equal(blocks.map((block) => block.hash));
    });

    it('goes on where it ended: what is appended afterwards is replayed the next time', async () => {
      const { files, journal } = await opened(
        bytes.subarray(0, bytes.length - encodeBlock(blocks[4] as JournalBlock).length),
      );
      expect(journal.height).to.equal(4);
      await journal.append(blocks[4] as JournalBlock);
      expect(files.content.get(PATH)).to.deep.equal(Buffer.from(bytes));
    });

    it('says how many blocks it replayed and at which rate', async () => {
      const { logged } = await opened(bytes);
      expect(logged).to.have.length(1);
      expect(logged[0]).to.match(/^replayed 5 blocks with 11 transactions in .* blocks\/s, .* transactions\/s/);
    });

    it('gives two chain ids two genesis hashes, always the same ones', async () => {
      expect(pinned.genesisHash).to.equal('0x10e7142dd23d0201990ea35afe1892d1cc7c3bbf1bdb632a25a81cdfc22b070d');
      expect((await pinnedOf(370100)).genesisHash).to.equal(
        '0xf89ca2217c1cefdcd20d6b7b2f2cb6e7e2d1afb914d57730de31f42d1897ff97',
      );
    });
  });

  describe('a journal of something else stops the start', () => {
    const refusal = (header: Partial<JournalHeader>) =>
      codeOf(opened(Buffer.concat([encodeHeader({ ...pinned, ...header }), bytes.subarray(text()[0]?.length)])));

    it('of another version', async () => expect(await refusal({ version: 2 })).to.equal('journal.otherVersion'));
    it('of another chain id', async () => expect(await refusal({ chainId: 370100 })).to.equal('journal.otherChain'));
    it('of another hardfork', async () => expect(await refusal({ hardfork: 'london' })).to.equal('journal.otherChain'));
    it('of another genesis', async () =>
      expect(await refusal({ genesisHash: `0x${'ab'.repeat(32)}` })).to.equal('journal.otherChain'));
  });

  describe('damage stops the start and names the line', () => {
    for (const [what, change] of [
      ['a space that changes no value', (line: string) => line.replace(':', ': ')],
      ['another time', (line: string) => line.replace(/"time":(\d+)/, (_, time) => `"time":${Number(time) + 1}`)],
      ['another hash', (line: string) => line.replace(/"hash":"0x./, '"hash":"0x_')],
      ['a missing transaction', (line: string) => line.replace(/,?"0x[0-9a-f]{100,}"\]/, ']')],
      ['a byte after a transaction', (line: string) => line.replace('"]}', '00"]}')],
      ['an unknown member', (line: string) => line.replace('}', ',"x":1}')],
    ] as const) {
      for (const index of [2, 5]) {
        it(`${what} in line ${index + 1}`, async () => {
          const line = text()[index] as string;
          expect(change(line)).to.not.equal(line);
          const error = await opened(withLine(index, change(line))).catch((caught: unknown) => caught);
          expect(error).to.include({ code: 'journal.damaged', line: index + 1 });
        });
      }
    }

    it('a line that is gone, doubled or in another place', async () => {
      const lines = text();
      for (const changed of [lines.toSpliced(2, 1), lines.toSpliced(2, 0, lines[2] as string), lines.with(1, '')]) {
        expect(await codeOf(opened(utf8(changed.join('\n'))))).to.equal('journal.damaged');
      }
    });

    it('an empty file', async () => expect(await codeOf(opened(new Uint8Array()))).to.equal('journal.damaged'));
  });

  describe('a last line torn by a crash', () => {
    const lastLine = (): number => bytes.length - encodeBlock(blocks[4] as JournalBlock).length;

    it('is cut if nothing of it was attested, and its bytes are kept beside the journal', async () => {
      const { files, journal, reported } = await opened(bytes.subarray(0, bytes.length - 30), 4);
      expect(journal.height).to.equal(4);
      expect(files.content.get(PATH)).to.deep.equal(bytes.slice(0, lastLine()));
      const side = [...files.content.keys()].filter((path) => path.startsWith(`${PATH}.cut-${lastLine()}-`));
      expect(files.content.get(side[0] as string)).to.deep.equal(bytes.slice(lastLine(), bytes.length - 30));
      expect(reported.join('\n')).to.include(side[0]);
    });

    it('is cut if pages of it were never written and read as zeros', async () => {
      const zeros = bytes.slice();
      zeros.fill(0, lastLine() + 20, bytes.length - 1);
      expect((await opened(zeros, 4)).journal.height).to.equal(4);
    });

    it('stops the start if its block was attested, and nothing is cut', async () => {
      const torn = bytes.subarray(0, bytes.length - 1);
      const files = memoryFiles({ [PATH]: torn });
      const attested = { height: 5, hash: blocks[4]?.hash as never };
      expect(await codeOf(openSample(files, { pinned, attested }))).to.equal('journal.behindAttested');
      expect(files.content.get(PATH)).to.equal(torn);
      expect([...files.content.keys()]).to.deep.equal([PATH]);
    });
  });

  describe('against the attested height', () => {
    it('a journal without its last lines stops the start', async () => {
      const short = utf8(text().slice(0, 4).join('\n') + '\n');
      expect((await opened(short, 3)).journal.height).to.equal(3);
      expect(await codeOf(opened(short, 4))).to.equal('journal.behindAttested');
    });

    it('a missing journal stops the start', async () => {
      const attested = { height: 1, hash: blocks[0]?.hash as never };
      expect(await codeOf(openSample(memoryFiles(), { pinned, attested }))).to.equal('journal.behindAttested');
    });

    it('a block with another hash than the attested one stops the start', async () => {
      const attested = { height: 3, hash: blocks[0]?.hash as never };
      const files = memoryFiles({ [PATH]: bytes });
      expect(await codeOf(openSample(files, { pinned, attested }))).to.equal('journal.behindAttested');
    });
  });

  describe('a disk that fails', () => {
    it('refuses the block and everything after it; the torn line is cut at the next start', async () => {
      const { files, journal } = await opened(bytes.slice(0, -encodeBlock(blocks[4] as JournalBlock).length), 4);
      files.failNextAppend('ENOSPC', 40);
      expect(await codeOf(journal.append(blocks[4] as JournalBlock))).to.equal('journal.unwritable');
      expect(await codeOf(journal.append(blocks[4] as JournalBlock))).to.equal('journal.unwritable');
      expect(journal.height).to.equal(4);
      const again = await openSample(files, { pinned, attested: { height: 4, hash: blocks[3]?.hash as never } });
      expect(again.journal.height).to.equal(4);
    });
  });
});
