import type { Hex } from '../../proof/bytes.ts';
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
