import { statusCodes } from '../../domain/certificate-status.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { bytesToHex, hexToBytes, utf8 } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import { StoreConflict } from '../../ports/store.ts';
import type { Commit, Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { CertificateArtefact } from '../../verify/artefact/artefact.ts';
import { artefactChain, readArtefact } from '../../verify/artefact/read-artefact.ts';
import { agingPut } from '../use-records/aging.ts';
import type { Verdict } from '../../verify/types.ts';
import { watchedKey } from './watched.ts';
import type { WatchedRow } from './watched.ts';

/** That somebody found a certificate valid and went on with a case. Times are Unix seconds; nothing in it is personal. */
export type RelianceRow = { id: string; relier: string; case: string; leaf: Hex; at: number };

export type RelianceDeps = {
  store: Store;
  region: { caip2: string };
  clock: Clock;
  random: Random;
  sha256: Sha256;
};

/** Lost races: the same reliance twice at one moment, or the watch that settles the same certificate. */
const MAX_ATTEMPTS = 4;

/** Sixteen bytes for a relier's case. */
const whoOf = (sha256: Sha256, row: Pick<RelianceRow, 'relier' | 'case'>): Uint8Array =>
  sha256(utf8(canonicalJson([row.relier, row.case]))).slice(0, 16);

/** All reliances on one leaf lie together; the same relier and case is one. */
export const relianceKeyOf = (leaf: Hex, who: Uint8Array): StoreKey => [tables.reliances, hexToBytes(leaf), who];

type Expected = NonNullable<Commit['expect']>[number];

/** A partner's certificate is watched from now on; home's own changes are known without that. */
async function watch(
  deps: RelianceDeps,
  { payload }: CertificateArtefact,
  given: { chain: string; leaf: Hex; at: number },
): Promise<{ expect: Expected[]; put: [StoreKey, WatchedRow][] }> {
  const { chain, leaf, at } = given;
  if (chain === deps.region.caip2) return { expect: [], put: [] };
  const { id, index } = payload['anchor'] as { id: Hex; index: number };
  const key = watchedKey(deps.sha256, chain, leaf);
  const known = await deps.store.get<WatchedRow>(key);
  const row = known ?? {
    leaf,
    licence: payload['licence'] as string,
    anchor: { id, index },
    status: statusCodes.valid,
  };
  return { expect: [{ key, value: known }], put: [[key, { ...row, reliedAt: at }]] };
}

async function register(
  deps: RelianceDeps,
  given: { relier: string; case: string },
  artefact: CertificateArtefact,
  chain: string,
): Promise<string> {
  const leaf = bytesToHex(certificateLeaf(deps.sha256, artefact.payload));
  const at = deps.clock.now();
  const id = uuidv7(at * 1000, deps.random(10));
  const row: RelianceRow = { id, relier: given.relier, case: given.case, leaf, at };
  const who = whoOf(deps.sha256, row);
  const key = relianceKeyOf(leaf, who);
  const known = await deps.store.get<RelianceRow>(key);
  if (known) return known.id;
  const watched = await watch(deps, artefact, { chain, leaf, at });
  const aging = agingPut(at, id, { reliance: { leaf, who: Buffer.from(who).toString('base64url') } });
  const facts = { reliance: id, leaf };
  await deps.store.commit({
    expect: [{ key, value: undefined }, ...watched.expect],
    events: [{ type: 'reliance.registered', v: 1, subject: id, actor: row.relier, case: row.case, facts }],
    put: [[key, row], aging, ...watched.put],
  });
  return id;
}

/**
 * Keeps that a case rests on a certificate, by the digest of its leaf: what it says is not kept, but of a partner's its
 * licence identifier, to tell by. Only a certificate found valid is relied on; its later changes of status are then told to
 * the relier.
 *
 * @returns the reliance's id, the same for the same relier and case; undefined when there is nothing to rely on
 * @throws StoreUnavailable
 */
export async function registerReliance(
  deps: RelianceDeps,
  given: { relier: string; case: string; artefact: string; verdict: Pick<Verdict, 'verdict'> },
): Promise<string | undefined> {
  const artefact = readArtefact(given.artefact);
  const chain = artefactChain(artefact);
  if (artefact.kind !== 'certificate' || chain === undefined || given.verdict.verdict !== 'valid') return undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return await register(deps, given, artefact, chain);
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
