import type { Workshop } from '../../ports/workshop.ts';
import type { IssuingDeps } from '../issuing/deps.ts';
import type { ChunkTimes } from './chunk-times.ts';
import type { PayloadCache } from './payload-cache.ts';
import type { QueueGauge } from './queue-gauge.ts';

export type BulkLimits = {
  /** Longest row, bytes. */
  maxRowBytes: number;
  /** Rows of one register. */
  maxRows: number;
  /** Rows accepted and not yet issued, of all registers together; beyond it nothing more is taken. */
  maxQueuedRows: number;
};

/** What bulk issuing needs beyond single issuing. */
export type BulkDeps = IssuingDeps & {
  workshop: Workshop;
  payloads: PayloadCache;
  chunkTimes: ChunkTimes;
  /** Rows and instances on their way, for backpressure. */
  queue: Pick<QueueGauge, 'depth' | 'progress' | 'isMoving'>;
  bulkLimits: BulkLimits;
};
