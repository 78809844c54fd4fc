import type { Clock } from '../../ports/clock.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { ChainReader } from '../../ports/chain-reader.ts';
import type { ChainWriter } from '../../ports/chain-writer.ts';
import { StoreUnavailable } from '../../ports/store.ts';
import type { Store } from '../../ports/store.ts';
import type { Primitives } from '../../proof/primitives.ts';
import type { TrustedPoint } from '../../verify/types.ts';
import { chainHead } from './chain-head.ts';
import { rememberForASecond } from './remember.ts';

/** `starting` until it was ready for the first time; then `degraded` while anything it needs is missing. */
export type Health = {
  status: 'ready' | 'starting' | 'degraded';
  /** Heights of the node and of the newest proven head; null when either gives no answer. */
  chain: { height: number; attestedHeight: number; ageSeconds: number } | null;
  outbox: { depth: number; oldestSeconds: number };
  /** Whether the last write reached the disk. */
  store: boolean;
};

/**
 * Whether the region can do its work: store open and writable as far as known, chain reachable, its head proven and
 * fresh under the trusted point.
 */
export function createHealth(deps: {
  store: Pick<Store, 'head'>;
  /** False after a write that the disk refused, until one succeeds. */
  storeWritable(): Promise<boolean>;
  reader: Pick<ChainReader, 'evidence'>;
  writer: Pick<ChainWriter, 'newest'>;
  primitives: Primitives;
  trustedPoint: TrustedPoint;
  outbox(): { depth: number; oldestSeconds: number };
  clock: Clock;
}): () => Promise<Health> {
  const { store, reader, writer, primitives, trustedPoint, clock } = deps;
  let wasReady = false;

  const heightOf = async (): Promise<number | undefined> => {
    try {
      return (await writer.newest()).height;
    } catch (error) {
      if (error instanceof ChainUnreachable) return undefined;
      throw error;
    }
  };
  const storeAnswers = async (): Promise<boolean> => {
    try {
      await store.head();
      return deps.storeWritable();
    } catch (error) {
      if (error instanceof StoreUnavailable) return false;
      throw error;
    }
  };

  async function look(now: number): Promise<Health> {
    const [head, height, stored] = await Promise.all([
      chainHead(primitives, { trustedPoint, reader }, now),
      heightOf(),
      storeAnswers(),
    ]);
    const chain =
      head === undefined || height === undefined
        ? null
        : { height, attestedHeight: head.height, ageSeconds: head.ageSeconds };
    const ready = stored && chain !== null && chain.ageSeconds <= trustedPoint.maxAgeSeconds;
    wasReady ||= ready;
    return {
      status: ready ? 'ready' : wasReady ? 'degraded' : 'starting',
      chain,
      outbox: deps.outbox(),
      store: stored,
    };
  }

  return rememberForASecond(clock, look);
}
