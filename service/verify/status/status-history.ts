import { concatBytes, equalBytes, hexToBytes, u32, u64 } from '../../proof/bytes.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { tag } from '../../proof/tag.ts';
import { isLowerHex } from '../evidence/prove-header.ts';
import { isZero, readStatus } from '../evidence/words.ts';
import type { StatusLink } from '../types.ts';

const SPARSE_TAG = tag('status-sparse');
const DENSE_TAG = tag('status-dense');
/** A batch whose status changed more often needs an archive of its own. */
const MAX_LINKS = 10_000;
const MAX_HEX = 2_000_000;
/** A row of `changes`: index u32, status u8. */
const ROW = 5;
const LEAVES_A_WORD = 128;

/** A link with its bytes; undefined when it is none. Links come from a liar until their hashes say otherwise. */
type Bytes = { time: number; previous: Uint8Array; hash: Uint8Array; statusOf(index: number): number | undefined };

const isU32 = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffffffff;

function hexBytes(hex: unknown, multiple: number): Uint8Array | undefined {
  if (!isLowerHex(hex) || hex.length > MAX_HEX) return undefined;
  const bytes = hexToBytes(hex);
  return bytes.length > 0 && bytes.length % multiple === 0 ? bytes : undefined;
}

function sparseStatus(changes: Uint8Array, index: number): number | undefined {
  const view = new DataView(changes.buffer, changes.byteOffset, changes.length);
  // Of two rows for one leaf, the later one counts.
  for (let at = changes.length - ROW; at >= 0; at -= ROW) if (view.getUint32(at) === index) return changes[at + 4];
  return undefined;
}

function denseStatus(firstWord: number, words: Uint8Array, index: number): number | undefined {
  const start = (Math.floor(index / LEAVES_A_WORD) - firstWord) * 32;
  return start >= 0 && start < words.length ? readStatus(words.subarray(start, start + 32), index) : undefined;
}

function read(sha256: Sha256, anchorId: Uint8Array, link: StatusLink | null): Bytes | undefined {
  const previous = hexBytes(link?.previous, 32);
  const time = link?.time;
  if (link === null || previous?.length !== 32 || !Number.isSafeInteger(time) || (time as number) < 0) return undefined;
  const front = [anchorId, previous, u64(time as number)];
  if (link.kind === 'sparse') {
    const changes = hexBytes(link.changes, ROW);
    if (changes === undefined) return undefined;
    const hash = sha256(concatBytes(SPARSE_TAG, ...front, changes));
    return { time: time as number, previous, hash, statusOf: (index) => sparseStatus(changes, index) };
  }
  const { firstWord } = link;
  const words = hexBytes(link.words, 32);
  if (link.kind !== 'dense' || words === undefined || !isU32(firstWord)) return undefined;
  const hash = sha256(concatBytes(DENSE_TAG, ...front, u32(firstWord), words));
  return { time: time as number, previous, hash, statusOf: (index) => denseStatus(firstWord, words, index) };
}

/**
 * The status a leaf had at a time, from the changes of its batch: the newest change of it at or before that time. The
 * chain's statusHead, proven, fixes the newest link, and each link the one before, so no change can be left out or made
 * up; what is older than the answer need not be brought.
 *
 * @param head the batch's statusHead by proof; zero when nothing ever changed
 * @param links newest first
 * @returns a status code, or undefined when the links do not lead from the head to the answer
 */
export function statusAsOf(
  sha256: Sha256,
  question: { anchorId: Uint8Array; head: Uint8Array; links: unknown; index: number; time: number },
): number | undefined {
  const { anchorId, links, index, time } = question;
  let expected = question.head;
  if (!Array.isArray(links) || links.length > MAX_LINKS) return isZero(expected) ? 0 : undefined;
  for (const one of links as readonly (StatusLink | null)[]) {
    if (isZero(expected)) return undefined; // a change before the first
    const link = read(sha256, anchorId, one);
    if (link === undefined || !equalBytes(link.hash, expected)) return undefined;
    if (link.time <= time) {
      const status = link.statusOf(index);
      if (status !== undefined) return status;
    }
    expected = link.previous;
  }
  return isZero(expected) ? 0 : undefined;
}
