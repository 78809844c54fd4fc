import { certificateText, signingInput } from '../../domain/certificate.ts';
import type { AnchorClaim, CommittedInstance } from '../../domain/certificate.ts';
import { statusClaim } from '../../domain/status-list.ts';
import { encodeBase64url } from '../../proof/base64url.ts';
import { bytesToHex, concatBytes, hexToBytes, utf8 } from '../../proof/bytes.ts';
import { certificateLeaf } from '../../proof/certificate.ts';
import { merkleTree } from '../../proof/merkle-tree.ts';
import type { MerkleTree } from '../../proof/merkle-tree.ts';
import { SealBroken } from '../../ports/person-vault.ts';
import { SignerRefused, SignerUnavailable } from '../../ports/signer.ts';
import { StoreConflict, StoreUnavailable } from '../../ports/store.ts';
import type { NewEvent, StoreKey, StoreValue } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import type { IssuingDeps } from './deps.ts';
import { pendingPut } from './new-instance.ts';
import { batchKey, certificateKey, committedContext, instanceKey, issuedContext } from './rows.ts';
import type { BatchRow, CertificateRow, InstanceRow, SigningRow } from './rows.ts';
import { failedEvent, issuedEvent } from './settled-events.ts';
import { signingCertificate } from './signing-certificate.ts';

/** Certificates signed and made durable together. */
const CHUNK = 64;

type Signing = Awaited<ReturnType<typeof signingCertificate>>;
type Outcome = { put: [StoreKey, StoreValue][]; events: NewEvent[] };

const putRow = (row: InstanceRow): [StoreKey, StoreValue] => [instanceKey(row.certificate, row.id), row];

/** The department signs with another certificate than the one committed to: the instance is committed and anchored anew. */
async function requeue(
  deps: IssuingDeps,
  row: InstanceRow,
  { payload, disclosures }: CommittedInstance,
  x5tS256: string,
): Promise<Outcome> {
  const certificate = await deps.store.get<CertificateRow>(certificateKey(row.certificate));
  if (!certificate) throw new TypeError(`instance ${row.id} has no certificate`);
  const renewed: CommittedInstance = { payload: { ...payload, 'x5t#S256': x5tS256 }, disclosures };
  const { anchor: _anchor, status: _status, ...rest } = row;
  const waiting: InstanceRow = {
    ...rest,
    state: 'accepted',
    leaf: bytesToHex(certificateLeaf(deps.sha256, renewed.payload)),
    sealed: await deps.vault.seal(row.person, committedContext(row.id), renewed),
  };
  const facts = { certificate: row.certificate, instance: row.id, leaf: waiting.leaf };
  return {
    put: [putRow(waiting), pendingPut(deps, certificate, row.id)],
    events: [{ type: 'instance.requeued', v: 1, subject: row.person, actor: 'system', facts, sealed: waiting.sealed }],
  };
}

async function signOne(
  deps: IssuingDeps,
  signing: Signing,
  batch: BatchRow,
  tree: MerkleTree,
  row: InstanceRow,
): Promise<Outcome> {
  const committed = await deps.vault.open<CommittedInstance>(row.person, committedContext(row.id), row.sealed);
  const { payload, disclosures } = committed;
  if (payload['x5t#S256'] !== signing.x5tS256) return requeue(deps, row, committed, signing.x5tS256);
  if (bytesToHex(certificateLeaf(deps.sha256, payload)) !== row.leaf) throw new SealBroken('the leaf is another');
  const index = row.anchor?.index ?? -1;
  const anchor: AnchorClaim = {
    chain: deps.region.caip2,
    contract: deps.region.contracts.certificateAnchors,
    id: batch.id,
    block: batch.block ?? -1,
    index,
    size: batch.size,
    proof: tree.proof(index).map(encodeBase64url),
  };
  const { listIndex } = row;
  const status = listIndex === undefined ? undefined : statusClaim(deps.region.base, { ...batch, listIndex });
  const input = signingInput(signing.chain, payload, anchor, status);
  const text = certificateText(input, await signing.signer.signEs256(utf8(input)), disclosures);
  const issued: InstanceRow = {
    ...row,
    state: 'issued',
    issuedAt: deps.clock.now(),
    sealed: await deps.vault.seal(row.person, issuedContext(row.id), text),
  };
  return { put: [putRow(issued)], events: [issuedEvent(issued, batch.department)] };
}

const isTrouble = (error: unknown): boolean =>
  error instanceof SignerUnavailable || error instanceof StoreUnavailable || error instanceof StoreConflict;

function reasonOf(error: unknown): string {
  if (error instanceof SignerRefused) return error.reason;
  return error instanceof SealBroken ? error.code : 'internal';
}

/** One row that cannot be signed fails alone; trouble with signer or disk is everybody's. */
async function settle(
  deps: IssuingDeps,
  signing: Signing,
  batch: BatchRow,
  tree: MerkleTree,
  row: InstanceRow,
): Promise<Outcome> {
  try {
    return await signOne(deps, signing, batch, tree, row);
  } catch (error) {
    if (isTrouble(error)) throw error;
    deps.report(error);
    const reason = reasonOf(error);
    return { put: [putRow({ ...row, state: 'failed', reason })], events: [failedEvent(row, reason)] };
  }
}

async function signBatch(deps: IssuingDeps, work: SigningRow, key: StoreKey): Promise<void> {
  const batch = await deps.store.get<BatchRow>(batchKey(work.batch));
  if (!batch) throw new TypeError(`no batch ${work.batch}`);
  const signing = await signingCertificate(deps, batch.department);
  const tree = merkleTree(deps.sha256, concatBytes(...batch.members.map(({ leaf }) => hexToBytes(leaf))));
  for (let start = 0; start < batch.members.length; start += CHUNK) {
    const members = batch.members.slice(start, start + CHUNK);
    const keys = members.map(({ certificate, instance }) => instanceKey(certificate, instance));
    const rows = await Promise.all(keys.map((of) => deps.store.get<InstanceRow>(of)));
    const ready = rows.filter(
      (row): row is InstanceRow =>
        row?.state === 'anchored' &&
        row.anchor?.id === batch.id &&
        (row.carry === undefined || row.carry === row.status),
    );
    if (ready.length === 0) continue;
    const outcomes = await Promise.all(ready.map((row) => settle(deps, signing, batch, tree, row)));
    await deps.store.commit({
      expect: ready.map((row) => ({ key: instanceKey(row.certificate, row.id), value: row })),
      put: outcomes.flatMap(({ put }) => put),
      events: outcomes.flatMap(({ events }) => events),
    });
  }
  // Rows that wait for their status come back with a new round; if it came meanwhile, this conflicts and all is looked at again.
  await deps.store.commit({ expect: [{ key, value: work }], del: [key] });
}

/**
 * Signs what is anchored and final for one department, and makes it durable. A row already issued is never signed again.
 *
 * @throws SignerUnavailable, StoreUnavailable, StoreConflict: try again later, nothing is lost
 */
export async function signBatches(deps: IssuingDeps, department: string): Promise<void> {
  for await (const [key, work] of deps.store.range<SigningRow>([tables.signingWork, utf8(department)])) {
    await signBatch(deps, work, key);
  }
}
