import { expect } from 'chai';
import fc from 'fast-check';
import { encodeBlock } from '../../../service/chain/journal-line.ts';
import type { JournalBlock, JournalHeader } from '../../../service/chain/journal-line.ts';
import { memoryFiles } from './memory-files.ts';
import { CHAIN_ID, openSample, PATH, pinnedOf, sampleJournal } from './sample-journal.ts';

const BLOCKS = 20;
/** The codes a start may be refused with; anything else is a bug that the test must show. */
const REFUSALS = ['journal.damaged', 'journal.otherVersion', 'journal.otherChain', 'journal.behindAttested'];

describe('A 20-block journal of which one byte is changed, inserted or removed, or which is truncated', () => {
  let bytes: Uint8Array;
  let blocks: JournalBlock[];
  let pinned: JournalHeader;
  let lastLine: number;
  before(async () => {
    ({ bytes, blocks } = await sampleJournal(BLOCKS));
    pinned = await pinnedOf(CHAIN_ID);
    lastLine = bytes.length - encodeBlock(blocks[BLOCKS - 1] as JournalBlock).length;
  });

  /** The start is refused with the file untouched, or what is left is the original's beginning, not below the attested height. */
  async function holds(changed: Uint8Array, attestedHeight: number): Promise<'refused' | 'cut'> {
    const files = memoryFiles({ [PATH]: changed });
    const block = blocks[attestedHeight - 1];
    const attested = block && { height: block.height, hash: block.hash };
    let opened;
    try {
      opened = await openSample(files, { pinned, attested });
    } catch (error) {
      expect(REFUSALS).to.include((error as { code?: string }).code, String(error));
      expect(files.content.get(PATH)).to.equal(changed);
      return 'refused';
    }
    const { height } = opened.journal;
    expect(height).to.be.at.least(attestedHeight).and.below(BLOCKS);
    expect(opened.hashes).to.deep.equal(blocks.slice(0, height).map((one) => one.hash));
    const left = files.content.get(PATH) as Uint8Array;
    expect(Buffer.compare(left, bytes.subarray(0, left.length))).to.equal(0);
    return 'cut';
  }

  /** Mostly positions anywhere; often in the last line, where a cut is possible. */
  const position = () =>
    fc
      .tuple(fc.boolean(), fc.nat())
      .map(([anywhere, n]) => (anywhere ? n % bytes.length : lastLine + (n % (bytes.length - lastLine))));
  const attestedHeight = fc.oneof(fc.integer({ min: 0, max: BLOCKS }), fc.constantFrom(BLOCKS - 1, BLOCKS));
  const check = (mutate: (at: number, value: number) => Uint8Array): Promise<void> =>
    fc.assert(
      fc.asyncProperty(position(), fc.integer({ min: 0, max: 255 }), attestedHeight, async (at, value, height) => {
        const changed = mutate(at, value);
        fc.pre(Buffer.compare(changed, bytes) !== 0);
        await holds(changed, height);
      }),
      { numRuns: 120 },
    );

  it('one byte changed', () => check((at, value) => Uint8Array.from(bytes).fill(value, at, at + 1)));
  it('one byte inserted', () =>
    check((at, value) => Buffer.concat([bytes.subarray(0, at), Uint8Array.of(value), bytes.subarray(at)])));
  it('one byte removed', () => check((at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])));
  it('truncated', () => check((at) => bytes.slice(0, at)));

  it('every byte of the last line, truncated there, is a cut while the block before is the attested one', async () => {
    for (let at = lastLine; at < bytes.length; at += 31) {
      expect(await holds(bytes.slice(0, at), BLOCKS - 1)).to.equal('cut');
      expect(await holds(bytes.slice(0, at), BLOCKS)).to.equal('refused');
    }
  });
});
