import { bytesToHex, concatBytes, hexToBytes, u32, u64 } from '../../../service/proof/bytes.ts';
import { statusHeadSlot } from '../../../service/proof/storage-layout.ts';
import { tag } from '../../../service/proof/tag.ts';
import type { StatusLink } from '../../../service/verify/index.ts';
import type { issue } from './certificates.ts';
import { sha256 } from './region.ts';
import type { TestRegion } from './region.ts';

export type StatusChange = { time: number; dense?: boolean; changes: [index: number, status: number][] };

/** Whole words that hold the given codes; leaves not named are valid. */
function wordsOf(changes: [number, number][]): Uint8Array {
  const words = new Uint8Array(32 * (1 + Math.max(...changes.map(([index]) => Math.floor(index / 128)))));
  for (const [index, status] of changes) {
    const place = index % 128;
    words[Math.floor(index / 128) * 32 + 31 - (place >>> 2)]! |= status << ((place & 3) * 2);
  }
  return words;
}

/**
 * Changes the status of a batch as CertificateAnchors does, oldest first: the status head on chain, and the links (newest
 * first) that its events tell. The certificate's own last status is written to its status word.
 */
export function changeStatus(
  region: TestRegion,
  certificate: ReturnType<typeof issue>,
  history: StatusChange[],
): StatusLink[] {
  let head: Uint8Array = new Uint8Array(32);
  const links = history.map(({ time, dense, changes }): StatusLink => {
    const previous = bytesToHex(head);
    const link: StatusLink =
      dense === true
        ? { kind: 'dense', time, previous, firstWord: 0, words: bytesToHex(wordsOf(changes)) }
        : {
            kind: 'sparse',
            ...{ time, previous },
            changes: bytesToHex(
              concatBytes(...changes.map(([i, status]) => concatBytes(u32(i), Uint8Array.of(status)))),
            ),
          };
    const rest = link.kind === 'dense' ? [u32(link.firstWord), hexToBytes(link.words)] : [hexToBytes(link.changes)];
    head = sha256(concatBytes(tag(`status-${link.kind}`), certificate.anchorId, head, u64(time), ...rest));
    const own = changes.find(([i]) => i === certificate.index);
    if (own !== undefined) certificate.setStatus(own[1]);
    return link;
  });
  region.set(region.trustedPoint.contracts.certificateAnchors, statusHeadSlot(certificate.anchorId), head);
  return links.reverse();
}
