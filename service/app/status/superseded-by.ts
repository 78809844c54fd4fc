import { readArtefact } from '../../verify/artefact/read-artefact.ts';
import { certificateRows } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import { supersessionKey } from './rows.ts';
import type { SupersessionRow } from './rows.ts';

/**
 * The licence identifier of what replaced a certificate of this region, for whoever holds the old copy; undefined when
 * nothing did, or it is another region's. Says nothing about the copy's genuineness: that is the verdict's.
 */
export async function supersededBy(
  deps: Pick<IssuingDeps, 'store' | 'sha256' | 'vault' | 'region'>,
  text: string,
): Promise<string | undefined> {
  const artefact = readArtefact(text);
  const licence = artefact.kind === 'certificate' ? artefact.payload['licence'] : undefined;
  if (typeof licence !== 'string') return undefined;
  const row = await deps.store.get<SupersessionRow>(supersessionKey(deps.sha256, licence));
  return row && (await certificateRows(deps, row.replacement))?.row.licence;
}
