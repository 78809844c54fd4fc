import { uuidv7 } from '../../domain/uuid.ts';
import { bytesToHex, hexToBytes, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import { StoreConflict } from '../../ports/store.ts';
import type { Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { artefactChain, readArtefact } from '../../verify/artefact/read-artefact.ts';
import { agingPut } from '../use-records/aging.ts';
import type { Verdict } from '../../verify/types.ts';

/** That somebody found a certificate valid and went on with a case. Times are Unix seconds; nothing in it is personal. */
export type RelianceRow = { id: string; relier: string; case: string; leaf: Hex; at: number };

export type RelianceDeps = {
  store: Store;
  region: { caip2: string };
  clock: Clock;
  random: Random;
  sha256: Sha256;
};

/** Sixteen bytes for a relier's case. */
const whoOf = (sha256: Sha256, row: Pick<RelianceRow, 'relier' | 'case'>): Uint8Array =>
  sha256(utf8(canonicalJson([row.relier, row.case]))).slice(0, 16);

/** All reliances on one leaf lie together; the same relier and case is one. */
export const relianceKeyOf = (leaf: Hex, who: Uint8Array): StoreKey => [tables.reliances, hexToBytes(leaf), who];

/**
 * Keeps that a case rests on a certificate of this region, by the digest of its leaf: what it says is not kept. Only a
 * certificate found valid is relied on; its later changes of status are then told to the relier.
 *
 * @returns the reliance's id, the same for the same relier and case; undefined when there is nothing to rely on
 * @throws StoreUnavailable
 */
export async function registerReliance(
  deps: RelianceDeps,
  given: { relier: string; case: string; artefact: string; verdict: Pick<Verdict, 'verdict'> },
): Promise<string | undefined> {
  const artefact = readArtefact(given.artefact);
  if (artefact.kind !== 'certificate' || given.verdict.verdict !== 'valid') return undefined;
  if (artefactChain(artefact) !== deps.region.caip2) return undefined;
  const leaf = bytesToHex(certificateLeaf(deps.sha256, artefact.payload));
  const at = deps.clock.now();
  const id = uuidv7(at * 1000, deps.random(10));
  const row: RelianceRow = { id, relier: given.relier, case: given.case, leaf, at };
  const who = whoOf(deps.sha256, row);
  const key = relianceKeyOf(leaf, who);
  const known = await deps.store.get<RelianceRow>(key);
  if (known) return known.id;
  try {
    const facts = { reliance: id, leaf };
    await deps.store.commit({
      expect: [{ key, value: undefined }],
      events: [{ type: 'reliance.registered', v: 1, subject: id, actor: row.relier, case: row.case, facts }],
      put: [[key, row], agingPut(at, id, { reliance: { leaf, who: Buffer.from(who).toString('base64url') } })],
    });
    return id;
  } catch (error) {
    if (!(error instanceof StoreConflict)) throw error;
    return (await deps.store.get<RelianceRow>(key))?.id;
  }
}
