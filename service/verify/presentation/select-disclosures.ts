import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { ArtefactDefect } from '../artefact/artefact.ts';
import { readSdJwt } from '../artefact/read-sd-jwt.ts';
import { DisclosureInvalid, processDisclosures } from '../checks/disclosures.ts';
import type { Disclosure } from '../checks/disclosures.ts';

/** The text is no certificate that could be presented. The wallet got or kept a damaged one; fetch it again. */
export class NotPresentable extends Error {
  override readonly name = 'NotPresentable';
  readonly code = 'presentation.notPresentable';
}

/** A claim the holder may show or withhold. */
export type DisclosableClaim = { readonly name: string; readonly value: JsonValue };

/** What a wallet shows its holder of a certificate; nothing of it is verified here. */
export type CertificateContents = {
  /** Always visible to whoever gets the certificate. */
  readonly open: JsonObject;
  readonly disclosable: readonly DisclosableClaim[];
  /** Whether it is bound to a holder's key, so that it can be presented with key binding. */
  readonly holderBound: boolean;
};

function read(sha256: Sha256, certificate: string) {
  try {
    const artefact = readSdJwt(certificate.trim());
    const { disclosures } = processDisclosures({ sha256 }, artefact.payload, artefact.disclosures);
    const { claims: open } = processDisclosures({ sha256 }, artefact.payload, []);
    return { artefact, disclosures, open };
  } catch (error) {
    if (error instanceof ArtefactDefect || error instanceof DisclosureInvalid) {
      throw new NotPresentable(`${error.code}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** @throws NotPresentable */
export function certificateContents(sha256: Sha256, certificate: string): CertificateContents {
  const { disclosures, open } = read(sha256, certificate);
  const disclosable = disclosures.flatMap(({ name, value }) => (name === undefined ? [] : [{ name, value }]));
  return { open, disclosable, holderBound: Object.hasOwn(open, 'cnf') };
}

/** Digests that a disclosed value refers to, at any depth. */
function digestsIn(value: JsonValue): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([name, member]) => {
    if (name === '_sd' && Array.isArray(member)) return member as string[];
    return name === '...' && typeof member === 'string' ? [member] : digestsIn(member);
  });
}

/**
 * The certificate with the disclosures of the named claims only, without key binding: each named claim whole (with the
 * disclosures inside its value) and with the disclosures it stands in. Order is kept.
 *
 * @throws NotPresentable
 */
export function selectDisclosures(sha256: Sha256, certificate: string, names: readonly string[]): string {
  const { artefact, disclosures } = read(sha256, certificate);
  const byDigest = new Map(disclosures.map((disclosure) => [disclosure.digest, disclosure]));
  const inside = new Map(
    disclosures.map((one) => [one, digestsIn(one.value).flatMap((digest) => byDigest.get(digest) ?? [])]),
  );
  const chosen = new Set<Disclosure>();
  const takeWhole = (one: Disclosure): void => {
    chosen.add(one);
    inside.get(one)?.forEach(takeWhole);
  };
  disclosures.filter(({ name }) => name !== undefined && names.includes(name)).forEach(takeWhole);
  for (let size = -1; size !== chosen.size;) {
    size = chosen.size;
    for (const [one, members] of inside) if (members.some((member) => chosen.has(member))) chosen.add(one);
  }
  const jwt = certificate.trim().split('~', 1)[0] as string;
  const kept = artefact.disclosures.filter((_, i) => chosen.has(disclosures[i] as Disclosure));
  return `${[jwt, ...kept].join('~')}~`;
}
