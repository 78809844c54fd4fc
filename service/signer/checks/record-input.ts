import { equalBytes, utf8 } from '../../proof/bytes.ts';
import { tag } from '../../proof/tag.ts';
import { Refusal } from './refusal.ts';

const VRF_TAG = tag('vrf');
/** Longer than any identity document's number in UTF-8. */
const LONGEST_NUMBER = 256;

const malformed = (): Refusal =>
  new Refusal('signer.inputMalformed', 'no input of a record key of this region (formats.md, record key)');

/**
 * Reads the input of a record key far enough to know for which domain it is. The person's number stays in it: nothing of
 * it is kept or logged, since numbers can be guessed from their digests.
 *
 * @param rules caip2 of the region; domains: URIs whose maps this Signer keys
 * @returns the domain's URI
 * @throws Refusal
 */
export function checkRecordInput(rules: { caip2: string; domains: ReadonlySet<string> }, alpha: Uint8Array): string {
  const view = new DataView(alpha.buffer, alpha.byteOffset, alpha.byteLength);
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (at + length > alpha.length) throw malformed();
    at += length;
    return alpha.subarray(at - length, at);
  };
  const takeSized = (): Uint8Array => {
    take(4);
    return take(view.getUint32(at - 4));
  };
  if (!equalBytes(take(32), VRF_TAG) || !equalBytes(takeSized(), utf8(rules.caip2))) throw malformed();
  const domain = new TextDecoder().decode(takeSized());
  take(4 + 1);
  const number = takeSized();
  if (at !== alpha.length || number.length === 0 || number.length > LONGEST_NUMBER) throw malformed();
  if (!rules.domains.has(domain)) {
    throw new Refusal('signer.domainNotAllowed', 'this Signer does not key that record domain');
  }
  return domain;
}
