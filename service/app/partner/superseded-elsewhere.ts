import type { SupersessionSource } from '../../ports/partner-service.ts';
import { PartnerUnreachable } from '../../ports/partner-service.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { artefactChain, readArtefact } from '../../verify/artefact/read-artefact.ts';

/** The chain is neither home nor a partner whose service has an address here. */
export class RegionNotAsked extends Error {
  override readonly name = 'RegionNotAsked';
  readonly code = 'chain.unknown';
}

export type SupersessionDeps = {
  sha256: Sha256;
  home: { caip2: string; supersededBy(leaf: Hex): Promise<string | undefined> };
  partners: ReadonlyMap<string, SupersessionSource>;
};

/**
 * What replaced a certificate of any region, as the service of the region that issued it says. The chain proves that it
 * is superseded and not by what: this answer is that service's word, to look for the new one by.
 *
 * @throws RegionNotAsked, PartnerUnreachable, StoreUnavailable
 */
export async function supersededByAnywhere(
  deps: SupersessionDeps,
  chain: string,
  leaf: Hex,
): Promise<string | undefined> {
  if (chain === deps.home.caip2) return deps.home.supersededBy(leaf);
  const partner = deps.partners.get(chain);
  if (partner === undefined) throw new RegionNotAsked(`${chain} is neither home nor a partner with an address`);
  return partner.supersededBy(leaf);
}

/** The same for a copy; nothing where its region cannot be asked. Says nothing about the copy's genuineness. */
export async function copySupersededBy(deps: SupersessionDeps, text: string): Promise<string | undefined> {
  const artefact = readArtefact(text);
  const chain = artefactChain(artefact);
  if (artefact.kind !== 'certificate' || chain === undefined) return undefined;
  try {
    return await supersededByAnywhere(deps, chain, bytesToHex(certificateLeaf(deps.sha256, artefact.payload)));
  } catch (error) {
    if (error instanceof RegionNotAsked || error instanceof PartnerUnreachable) return undefined;
    throw error;
  }
}
