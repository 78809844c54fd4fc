import { createHash } from 'node:crypto';
import hre from 'hardhat';
import type { BaseContract, ContractMethod, ContractTransactionResponse } from 'ethers';
import type { Hex } from '../../service/proof/bytes.ts';
import { DEPOSIT, FUND, as, mined, openRegion } from '../../test/contracts/support/fixture.ts';
import type { Region } from '../../test/contracts/support/fixture.ts';
import type { Row } from './row.ts';
import { deployDocumentStore } from './gas/peer.ts';
import type { DocumentStore } from './gas/peer.ts';

type Floor = BaseContract &
  Record<'anchor' | 'anchorMany' | 'setWords' | 'setSparse' | 'commit' | 'use', ContractMethod>;
type Bench = { region: Region; peer: DocumentStore; floor: Floor; now: number };

const LEAVES = 10_000;
const SPARSE = 1_000;
const PEER_BATCH = 100;
const USES = 100;
const LARGE_MAP = 1_000_000_000;

/** Distinct, and with no zero byte more than chance gives: zero bytes are cheaper. */
const bytes32 = (name: string, index = 0): Hex => `0x${createHash('sha256').update(`${name} ${index}`).digest('hex')}`;
const many = (name: string, count: number): Hex[] => Array.from({ length: count }, (_, index) => bytes32(name, index));

const gas = async (sent: Promise<ContractTransactionResponse>): Promise<number> => Number((await mined(sent)).gasUsed);
const row = (name: string, unit: string, ours: number, peer: number | null, floor: number): Row => ({
  row: name,
  ours: Math.round(ours),
  peer: peer === null ? null : Math.round(peer),
  floor: Math.round(floor),
  unit,
});

/** One root a transaction, authority, type, suspension and pause enforced. The peer checks only its caller's role. */
async function anchor({ region, peer, floor }: Bench): Promise<Row> {
  const anchors = as(region.anchors, region.housing);
  return row(
    'anchor',
    'gas/root',
    await gas(anchors.anchor(DEPOSIT, bytes32('anchor'), LEAVES)),
    await gas(peer.issue(bytes32('peer'))),
    await gas(floor.anchor(bytes32('floor'), BigInt(bytes32('value')))),
  );
}

async function anchorOfTen({ region, peer, floor }: Bench): Promise<Row> {
  const anchors = as(region.anchors, region.housing);
  const batches = many('ten', 10).map((root) => ({ typeId: DEPOSIT, root, size: LEAVES }));
  return row(
    'anchor-of-ten',
    'gas/root',
    (await gas(anchors.anchorMany(batches))) / 10,
    (await gas(peer.bulkIssue(many('ten', 10)))) / 10,
    (await gas(floor.anchorMany(many('ten', 10), BigInt(bytes32('value'))))) / 10,
  );
}

/** Every leaf of a batch revoked. The peer keeps a slot a document; its block holds some thousands. */
async function revokeDense({ region, peer, floor }: Bench): Promise<Row> {
  const anchors = as(region.anchors, region.housing);
  const id = await anchorBatch(region, 'dense', LEAVES);
  const words = Array.from({ length: Math.ceil(LEAVES / 128) }, (_, word) => revokedWord(LEAVES - word * 128));
  return row(
    'revoke-dense',
    'gas/leaf',
    (await gas(anchors.setStatusDense(id, 0, words))) / LEAVES,
    await peerRevoke(peer, 'dense'),
    (await gas(floor.setWords(bytes32('dense'), words))) / LEAVES,
  );
}

/** Leaves that share no word, all of one batch. */
async function revokeSparse({ region, peer, floor }: Bench): Promise<Row> {
  const anchors = as(region.anchors, region.housing);
  const id = await anchorBatch(region, 'sparse', SPARSE * 128);
  const indices = Array.from({ length: SPARSE }, (_, index) => index * 128 + (index % 128));
  const changes = indices.map((index) => ({ anchorId: id, index, status: 1 }));
  return row(
    'revoke-sparse',
    'gas/leaf',
    (await gas(anchors.setStatusMany(changes))) / SPARSE,
    await peerRevoke(peer, 'sparse'),
    (await gas(floor.setSparse(bytes32('sparse'), indices))) / SPARSE,
  );
}

/** A commit on top of others; the number of records is one of the coverage's numbers and costs nothing. */
async function recordCommit({ region, floor }: Bench): Promise<Row> {
  const records = as(region.records, region.housing);
  // Fixed, because call data is priced by its zero bytes.
  const times = { from: 1_702_345_678, through: 1_765_432_109, closedAt: 1_765_432_198 };
  const coverage = (count: number) => ({ ...times, vrfEpoch: 1, count });
  const roots = many('records', 4);
  await mined(records.commit(FUND, bytes32Zero, roots[0], coverage(1)));
  await mined(records.commit(FUND, roots[0], roots[1], coverage(1_000)));
  const head = (name: string): Hex[] => many(name, 3);
  await mined(floor.commit(bytes32('head'), head('a'), 1));
  return row(
    'record-commit',
    'gas/commit',
    await gas(records.commit(FUND, roots[1], roots[2], coverage(LARGE_MAP))),
    null,
    await gas(floor.commit(bytes32('head'), head('b'), 2)),
  );
}

/** A use under a counted grant of its own, in a batch of a hundred by one requester. */
async function use({ region, floor, now }: Bench): Promise<Row> {
  const uses = as(region.uses, region.housing);
  const requester = bytes32('requester');
  const grants = many('grant', USES);
  for (const id of grants) await mined(uses.grant(id, requester, bytes32Zero, 3, 0, now + 1e6, 5));
  const items = (name: string) => grants.map((grantId, index) => ({ grantId, commitment: bytes32(name, index) }));
  await mined(uses.recordUses(requester, bytes32Zero, items('first')));
  const head: unknown = await uses.useHead(await region.registry.departmentOf(region.housing), requester);
  await mined(floor.anchorMany(grants, 5n));
  await mined(floor.use(bytes32('uses'), grants, many('first', USES)));
  return row(
    'use',
    'gas/use',
    (await gas(uses.recordUses(requester, head, items('second')))) / USES,
    null,
    (await gas(floor.use(bytes32('uses'), grants, many('second', USES)))) / USES,
  );
}

const bytes32Zero: Hex = `0x${'00'.repeat(32)}`;

/** Code 1 for each of the word's leaves that exist. */
function revokedWord(leaves: number): bigint {
  let word = 0n;
  for (let leaf = 0; leaf < Math.min(leaves, 128); leaf++) word |= 1n << BigInt(leaf * 2);
  return word;
}

async function anchorBatch(region: Region, name: string, size: number): Promise<unknown> {
  const anchors = as(region.anchors, region.housing);
  await mined(anchors.anchor(DEPOSIT, bytes32(name), size));
  return anchors.anchorIdOf(await region.registry.departmentOf(region.housing), DEPOSIT, bytes32(name));
}

async function peerRevoke(peer: DocumentStore, name: string): Promise<number> {
  const documents = many(`peer ${name}`, PEER_BATCH);
  await mined(peer.bulkIssue(documents));
  return (await gas(peer.bulkRevoke(documents))) / PEER_BATCH;
}

/**
 * Gas by receipts, which is the same in every run: ours, OpenAttestation's document store (the npm release) where it does
 * the like, and the bare storing and logging (contracts/mocks/GasFloor.sol). All on one chain, side by side.
 */
export async function run(): Promise<Row[]> {
  await hre.tasks.getTask('build').run({ quiet: true });
  const chain = await openRegion();
  try {
    const region = await chain.fresh();
    const peer = await deployDocumentStore(region.admin);
    const floor = (await chain.ethers.deployContract('GasFloor')) as unknown as Floor;
    const bench = { region, peer, floor, now: await chain.networkHelpers.time.latest() };
    const rows: Row[] = [];
    for (const measure of [anchor, anchorOfTen, revokeDense, revokeSparse, recordCommit, use]) {
      rows.push(await measure(bench));
    }
    return rows;
  } finally {
    await chain.close();
  }
}
