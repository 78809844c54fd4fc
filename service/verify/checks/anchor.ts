import { equalBytes } from '../../proof/bytes.ts';
import { anchorId, certificateLeaf, uriId } from '../../proof/certificate.ts';
import { rootFromInclusion } from '../../proof/merkle-tree.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { CertificateArtefact } from '../artefact/artefact.ts';
import { isZero, once, readAnchor } from '../evidence/words.ts';
import type { AnchorSlot } from '../evidence/words.ts';
import type { Check, TrustedPoint } from '../types.ts';
import { failed, passed, undetermined } from './check.ts';
import type { AnchorClaim, CertificateForm } from './form.ts';

/**
 * Offline part: the leaf of a certificate, whose form holds, leads to a root, and department, type and root to the
 * anchor's id. Returns the deciding check, or nothing when all that is left is the chain's word.
 */
export function checkInclusion(
  sha256: Sha256,
  { payload, payloadText }: CertificateArtefact,
  form: CertificateForm,
  department: string,
  trustedPoint: TrustedPoint,
): Check | undefined {
  const { index, size, proof, id, contract } = form.anchor;
  const leafHash = certificateLeaf(sha256, payload, payloadText);
  const root = rootFromInclusion(sha256, { leafHash, index, size, proof });
  const expected = root && anchorId(sha256, { department, type: uriId(sha256, form.vct), root });
  if (expected === undefined || !equalBytes(expected, id)) {
    return failed('anchor', 'anchor.inclusionInvalid', {
      detail: 'the inclusion proof does not lead to the anchor named',
    });
  }
  if (contract.toLowerCase() !== trustedPoint.contracts.certificateAnchors.toLowerCase()) {
    return undetermined('anchor', 'anchor.unknownContract', { detail: `anchored in ${contract}` });
  }
  return undefined;
}

const anchorIn = once(readAnchor);

/**
 * Whether the chain holds the anchor as the certificate claims it. Only a header at or above the claimed block can say
 * that it does not; the chain check sees to that.
 *
 * @param word the anchor's slot by proof; undefined when the chain could not be asked
 * @param asked the time a verdict is asked for (Unix seconds); before its anchor there was no certificate
 */
export function checkAnchor(
  word: Uint8Array | undefined,
  claim: AnchorClaim,
  asOf: number | undefined,
  asked: number | undefined,
): { check: Check; anchor?: AnchorSlot } {
  if (word === undefined || asOf === undefined) return { check: undetermined('anchor', 'anchor.unproven') };
  if (isZero(word)) return { check: failed('anchor', 'anchor.absent', { asOf }) };
  const anchor = anchorIn(word);
  const evidence = { block: anchor.block, time: anchor.time, size: anchor.size, index: claim.index };
  if (anchor.size !== claim.size) return { check: failed('anchor', 'anchor.sizeMismatch', { asOf, evidence }) };
  if (anchor.block !== claim.block) return { check: failed('anchor', 'anchor.blockMismatch', { asOf, evidence }) };
  if (asked !== undefined && anchor.time > asked)
    return { check: failed('anchor', 'anchor.later', { asOf, evidence }) };
  return { check: passed('anchor', { asOf, evidence }), anchor };
}

/**
 * Whether the department was in force and accredited for the type at issuance: the contract takes anchors from no one
 * else, so the anchor under department and type proves it.
 */
export function checkAuthority(anchor: AnchorSlot | undefined, department: string, asOf: number | undefined): Check {
  if (anchor === undefined || asOf === undefined) return undetermined('authority', 'authority.unproven');
  return anchor.department === department
    ? passed('authority', { asOf, evidence: { department, at: anchor.time } })
    : failed('authority', 'authority.otherDepartment', { asOf, detail: 'anchored by another department' });
}
