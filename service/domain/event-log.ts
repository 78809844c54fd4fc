import { bytesToHex, concatBytes, utf8 } from '../proof/bytes.ts';
import type { Hex } from '../proof/bytes.ts';
import { canonicalJson } from '../proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../proof/canonical-json.ts';
import type { Sha256 } from '../proof/primitives.ts';
import { tag } from '../proof/tag.ts';

/** `prev` of the first event. */
export const LOG_START: Hex = `0x${'00'.repeat(32)}`;

/**
 * The hash of an event in the region's log: SHA-256(tag(event), JCS(the event without `hash`)) (formats.md "event").
 * It covers `seq` and `prev`, so one hash stands for the whole history before it, and ciphertext rather than plain text,
 * so that erasing a person leaves the chain intact.
 */
export function eventHash(sha256: Sha256, event: { hash?: string }): Hex {
  const { hash: _, ...rest } = event;
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined);
  const hashed = Object.fromEntries(fields) as Record<string, JsonValue> as JsonObject;
  return bytesToHex(sha256(concatBytes(tag('event'), utf8(canonicalJson(hashed)))));
}

/**
 * Whether events follow each other without gap and carry the right hashes, beginning after `start`.
 *
 * @returns the first seq that is wrong, or undefined
 */
export function firstBrokenEvent(
  sha256: Sha256,
  start: { seq: number; hash: string },
  events: readonly { seq: number; prev: string; hash: string }[],
): number | undefined {
  let { seq, hash } = start;
  for (const event of events) {
    seq += 1;
    if (event.seq !== seq || event.prev !== hash || event.hash !== eventHash(sha256, event)) return seq;
    hash = event.hash;
  }
  return undefined;
}
