import type { Hex } from '../../proof/bytes.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import { readArtefact } from '../../verify/artefact/read-artefact.ts';
import { certificateRows } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { supersessionKey } from './rows.ts';
import type { SupersessionRow } from './rows.ts';

type Deps = Pick<IssuingDeps, 'store' | 'sha256' | 'vault' | 'region'>;

/**
 * The licence identifier of what replaced a certificate of this region; undefined when nothing did. Asked by the leaf,
 * which only who holds a copy can know: licence identifiers can be guessed.
 */
export async function supersededBy(deps: Deps, leaf: Hex): Promise<string | undefined> {
  const row = await deps.store.get<SupersessionRow>(supersessionKey(leaf));
  return row && (await certificateRows(deps, row.replacement))?.row.licence;
}

/** The same for a copy; says nothing about its genuineness: that is the verdict's. */
export async function copySupersededBy(deps: Deps, text: string): Promise<string | undefined> {
  const artefact = readArtefact(text);
  if (artefact.kind !== 'certificate') return undefined;
  return supersededBy(deps, bytesToHex(certificateLeaf(deps.sha256, artefact.payload)));
}
