import type { JsonObject } from '../../proof/canonical-json.ts';
import type { Hashing } from '../../proof/primitives.ts';
import type { CertificateArtefact } from '../artefact/artefact.ts';
import type { Check } from '../types.ts';
import { failed, passed } from './check.ts';
import { DisclosureInvalid, processDisclosures } from './disclosures.ts';

/** The disclosures fit the payload (RFC 9901 section 7.1); `claims` is the payload with them in place. */
export function checkDisclosure(
  hashing: Hashing,
  artefact: CertificateArtefact,
): { check: Check; claims?: JsonObject } {
  try {
    const { claims, disclosures } = processDisclosures(hashing, artefact.payload, artefact.disclosures);
    return { check: passed('disclosure', { evidence: { disclosed: disclosures.length } }), claims };
  } catch (error) {
    if (error instanceof DisclosureInvalid) {
      return { check: failed('disclosure', error.code, { detail: error.message }) };
    }
    throw error;
  }
}
