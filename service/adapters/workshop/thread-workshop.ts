import type { Packed } from '../../domain/bulk/packed.ts';
import type { CheckedRows, SealedRows, Workshop } from '../../ports/workshop.ts';
import type { WorkThreads } from './work-threads.ts';

const buffersOf = ({ bytes, ends }: Packed): ArrayBuffer[] => [bytes.buffer as ArrayBuffer, ends.buffer as ArrayBuffer];

/** A workshop of threads, so that the CPU's part of bulk issuing uses every core. The threads are closed by who made them. */
export function createThreadWorkshop(threads: WorkThreads): Workshop {
  return {
    check: (task) => threads.run<CheckedRows>({ check: task }, buffersOf(task.rows)),
    seal: (task) => threads.run<SealedRows>({ seal: task }),
    join: (task) => threads.run<Packed>({ join: task }, buffersOf(task.payloads)),
  };
}
