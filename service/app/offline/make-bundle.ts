import { uriId } from '../../proof/certificate.ts';
import { bytesToHex, utf8 } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { createOfflineBundle } from '../../verify/offline/create-offline-bundle.ts';
import type { RegionSigner } from '../../verify/offline/create-offline-bundle.ts';
import type { TrustedPoint } from '../../verify/types.ts';
import type { BundleSelection, BundleSummary } from './selection.ts';
import type { Snapshot, SnapshotBatch } from './take-snapshot.ts';

export type BundleDeps = {
  primitives: Primitives;
  trustedPoint: TrustedPoint;
  signer: RegionSigner;
  maxAgeSeconds: number;
};

/** A bundle as it is sent, with the SHA-256 of these bytes. */
export type BundleBytes = { bytes: Uint8Array; digest: Uint8Array };

export type MadeBundle = BundleBytes & { summary: BundleSummary };

function select({ batches, older }: Snapshot, selection: BundleSelection, typeId: (type: string) => string) {
  const { departments, types, from = 0, through = Infinity, newest = Infinity } = selection;
  const wantedTypes = types && new Set(types.map(typeId));
  const matches = ({ department, type, time }: SnapshotBatch): boolean =>
    (departments?.includes(department) ?? true) && (wantedTypes?.has(type) ?? true) && time >= from && time <= through;
  const selected = batches.filter(matches);
  // What the snapshot left out is older than all that it holds.
  const reached = selected.length >= newest || from > (batches.at(-1)?.time ?? 0);
  return { batches: selected.slice(0, newest), complete: !older || reached };
}

/** The selected part of a snapshot as a bundle: its batches, and the keys of all departments. */
export async function makeBundle(
  deps: BundleDeps,
  snapshot: Snapshot,
  selection: BundleSelection,
  now: number,
): Promise<MadeBundle> {
  const { primitives, trustedPoint, maxAgeSeconds } = deps;
  const { sha256 } = primitives;
  const { proven } = snapshot;
  const typeId = (type: string): string => bytesToHex(uriId(sha256, `${trustedPoint.base}/types/${type}`));
  const { batches, complete } = select(snapshot, selection, typeId);
  const nodes = new Set([...snapshot.nodes, ...batches.flatMap((batch) => batch.nodes)]);
  const text = await createOfflineBundle({ ...deps, sha256, evidence: snapshot.evidence, proven, nodes, now });
  const bytes = utf8(text);
  const summary = {
    ...{ chain: trustedPoint.caip2, height: proven.number, blockHash: bytesToHex(proven.hash) },
    ...{ asOf: proven.statementTime, maxAgeSeconds, batches: batches.length },
    certificates: batches.reduce((sum, { size }) => sum + size, 0),
    bytes: bytes.length,
    complete,
  };
  return { bytes, digest: sha256(bytes), summary };
}
