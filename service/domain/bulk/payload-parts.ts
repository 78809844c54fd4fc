import type { StatusClaim } from '../status-list.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';

/** A payload's canonical text without braces, parted where `anchor` and `status` belong; any part may be empty. */
export type PayloadParts<T = string> = [beforeAnchor: T, between: T, afterStatus: T];

/** The canonical text of a committed payload, parted where what is added at signing belongs. */
export function partedPayload(payload: JsonObject): PayloadParts {
  const parts: PayloadParts = ['', '', ''];
  for (const name of Object.keys(payload).sort()) {
    const part = name < 'anchor' ? 0 : name < 'status' ? 1 : 2;
    const member = `${canonicalJson(name)}:${canonicalJson(payload[name] as JsonValue)}`;
    parts[part] += parts[part] === '' ? member : `,${member}`;
  }
  return parts;
}

/** What is signed besides what a leaf commits to: `anchor` in its canonical text. */
export type AddedClaims = { anchor: string; status: StatusClaim };

/** Canonical, as its address is plain ASCII without anything to escape. */
const statusText = ({ status_list: { idx, uri } }: StatusClaim): string =>
  `{"status_list":{"idx":${idx},"uri":"${uri}"}}`;

const [COMMA, OPEN, CLOSE] = [0x2c, 0x7b, 0x7d];

/**
 * Joins parts in UTF-8 to a payload's canonical text: as its leaf commits to it, or as it is signed. Many are joined one after
 * another, so each is good until the next one is asked for.
 *
 * @param prefix comes before every payload
 */
export function createPayloadJoiner(
  prefix: Uint8Array = new Uint8Array(0),
): (parts: PayloadParts<Uint8Array>, added?: AddedClaims) => Buffer {
  let text = Buffer.alloc(0);
  return ([before, between, after], added) => {
    const anchor = added === undefined ? '' : `"anchor":${added.anchor}`;
    const status = added === undefined ? '' : `"status":${statusText(added.status)}`;
    const most = prefix.length + before.length + between.length + after.length + anchor.length + status.length + 6;
    if (text.length < most) {
      text = Buffer.alloc(2 * most);
      text.set(prefix);
    }
    const start = prefix.length;
    let at = start;
    for (const member of [before, anchor, between, status, after]) {
      if (member.length === 0) continue;
      text[at++] = at === start + 1 ? OPEN : COMMA;
      if (typeof member === 'string') at += text.write(member, at, 'latin1');
      else {
        text.set(member, at);
        at += member.length;
      }
    }
    text[at++] = CLOSE;
    return text.subarray(0, at);
  };
}
