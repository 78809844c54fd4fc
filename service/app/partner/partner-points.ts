import type { ChainReader } from '../../ports/chain-reader.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PartnerEntries } from '../../ports/partner-entries.ts';
import type { Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { partnerSlot } from '../../proof/storage-layout.ts';
import { slotKey } from '../../verify/evidence/prove-slots.ts';
import type { SlotRef, TrustedPoint } from '../../verify/types.ts';
import { parsePartnerEntry } from './parse-entry.ts';
import { proveAtHead } from './prove-at-head.ts';

/** A partner's trusted point and when it was last proven at home. */
export type PartnerPoint = {
  chainId: number;
  digest: Hex;
  /** The entry's text, whose SHA-256 is the digest. */
  entry: string;
  /** Height and statement time (Unix seconds) of the home head under which the digest was proven. */
  height: number;
  provenAt: number;
};

export type PartnerPoints = {
  /** Trusted points of all partners, proven within the home's trust period. */
  all(): TrustedPoint[];
  find(caip2: string): TrustedPoint | undefined;
  /**
   * Reads and proves anew; keeps the last proven ones when the home chain does not answer (returns false).
   * @throws StoreUnavailable after the new ones are in force in memory
   */
  refresh(): Promise<boolean>;
};

/** The stored proof time is renewed this often; a write a minute would say nothing more. */
const RENEW_SECONDS = 3600;

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const pointKey = (chainId: number): StoreKey => [tables.partnerPoints, chainId];

/**
 * The trusted points of partner regions: what the home PartnerRegistry says, each entry's digest shown by a storage proof
 * under the home's attested head. The last proven ones are kept in the store, so that a start without a home chain still
 * knows its partners.
 *
 * A removed partner is gone at the next refresh. An entry that nobody can show (a node hides the event) is gone, too:
 * validators may have changed, and the old point could prove a chain that is none any more.
 */
export async function openPartnerPoints(deps: {
  store: Store;
  clock: Clock;
  primitives: Primitives;
  trustedPoint: TrustedPoint;
  reader: Pick<ChainReader, 'evidence'>;
  entries: PartnerEntries;
}): Promise<PartnerPoints> {
  const { store, clock, primitives, trustedPoint: home, reader } = deps;
  const registry = home.contracts.partnerRegistry.toLowerCase() as Hex;
  const known = new Map<number, PartnerPoint>();
  const stored = new Map<number, PartnerPoint>();
  for await (const [, point] of store.range<PartnerPoint>([tables.partnerPoints])) stored.set(point.chainId, point);
  stored.forEach((point, chainId) => known.set(chainId, point));
  const parsed = new Map<Hex, TrustedPoint | undefined>();

  const pointOf = ({ chainId, digest, entry }: PartnerPoint): TrustedPoint | undefined => {
    if (!parsed.has(digest)) parsed.set(digest, parsePartnerEntry(chainId, entry)?.trustedPoint);
    return parsed.get(digest);
  };
  const digestOf = (entry: Uint8Array): Hex => bytesToHex(primitives.sha256(entry));
  const inTrust = ({ provenAt }: PartnerPoint) => clock.now() - provenAt <= home.trustPeriodSeconds;

  async function proven(): Promise<Map<number, PartnerPoint>> {
    const offered = await deps.entries.entries();
    const candidates = new Map<string, string>();
    for (const { chainId, entry } of offered) {
      const text = textOf(entry);
      if (text !== undefined) candidates.set(`${chainId}/${digestOf(entry)}`, text);
    }
    for (const point of known.values()) candidates.set(`${point.chainId}/${point.digest}`, point.entry);
    const chainIds = [...new Set([...offered.map(({ chainId }) => chainId), ...known.keys()])];
    const refs = chainIds.map((chainId): SlotRef => ({ address: registry, slot: partnerSlot(chainId) }));
    const { header, values } = await proveAtHead({
      primitives,
      reader,
      trustedPoint: home,
      slots: refs,
      now: clock.now(),
    });
    const points = new Map<number, PartnerPoint>();
    chainIds.forEach((chainId, place) => {
      const digest = bytesToHex(values.get(slotKey(refs[place] as SlotRef)) as Uint8Array);
      const entry = candidates.get(`${chainId}/${digest}`);
      if (entry === undefined) return;
      points.set(chainId, { chainId, digest, entry, height: header.number, provenAt: header.statementTime });
    });
    return points;
  }

  async function keep(points: Map<number, PartnerPoint>): Promise<void> {
    const changed = [...points.values()].filter((point) => {
      const before = stored.get(point.chainId);
      return before?.digest !== point.digest || point.provenAt - before.provenAt >= RENEW_SECONDS;
    });
    const gone = [...known.keys()].filter((chainId) => !points.has(chainId));
    known.clear();
    points.forEach((point, chainId) => known.set(chainId, point));
    if (changed.length + gone.length === 0) return;
    const put = changed.map((point): [StoreKey, PartnerPoint] => [pointKey(point.chainId), point]);
    await store.commit({ put, del: gone.map(pointKey) });
    changed.forEach((point) => stored.set(point.chainId, point));
    gone.forEach((chainId) => stored.delete(chainId));
  }

  return {
    all: () => [...known.values()].filter(inTrust).flatMap((point) => pointOf(point) ?? []),
    find(caip2) {
      const point = known.get(Number(caip2.split(':')[1]));
      return point !== undefined && inTrust(point) ? pointOf(point) : undefined;
    },
    async refresh() {
      let points: Map<number, PartnerPoint>;
      try {
        points = await proven();
      } catch (error) {
        if (error instanceof ChainUnreachable) return false;
        throw error;
      }
      await keep(points);
      return true;
    },
  };
}
