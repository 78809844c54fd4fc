import { anchorTexts } from '../../domain/bulk/anchor-texts.ts';
import { createPacker, itemOf } from '../../domain/bulk/packed.ts';
import type { Packed } from '../../domain/bulk/packed.ts';
import { createPayloadJoiner } from '../../domain/bulk/payload-parts.ts';
import type { PayloadParts } from '../../domain/bulk/payload-parts.ts';
import { statusClaim } from '../../domain/status-list.ts';
import type { JoinTask } from '../../ports/workshop.ts';

/** Bytes of an anchor and a status in a payload, about. */
const ADDED_BYTES = 1200;

/** See `Workshop.join`. */
export function joinPayloads(task: JoinTask): Packed {
  const { payloads, offset } = task;
  const { base, department, vct, listFrom } = task.status;
  const count = payloads.ends.length / 3;
  const anchorText = anchorTexts(task.anchor, task.tree);
  const join = createPayloadJoiner();
  const joined = createPacker(count, Math.ceil(((payloads.bytes.length + count * ADDED_BYTES) * 4) / 3));
  for (let row = 0; row < count; row++) {
    const parts = [0, 1, 2].map((part) => itemOf(payloads, 3 * row + part)) as PayloadParts<Uint8Array>;
    const leftOut = parts.every((part) => part.length === 0);
    const added = {
      anchor: anchorText(offset + row),
      status: statusClaim(base, { department, vct, listIndex: listFrom + row }),
    };
    joined.addAscii(leftOut ? '' : join(parts, added).toString('base64url'));
  }
  return joined.packed();
}
