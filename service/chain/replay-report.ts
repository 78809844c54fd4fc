/** Milliseconds between two lines of progress; a replay shorter than this prints none. */
const INTERVAL = 2000;

export type ReplayReportOptions = {
  /** The journal's size in bytes. */
  readonly size: number;
  /** Takes how far a long replay is and how fast. */
  readonly report: (line: string) => void;
  /** Takes how long it took. */
  readonly log: (line: string) => void;
  /** Milliseconds of any monotonic clock. */
  readonly now?: () => number;
};

/** Follows a replay: `block` after each block with the offset of its end in the journal, then `end`. */
export function replayReport({ size, report, log, now = () => performance.now() }: ReplayReportOptions): {
  block(offset: number, transactions: number): void;
  end(): void;
} {
  const began = now();
  let said = began;
  let blocks = 0;
  let transactions = 0;
  const rate = (at: number): string => {
    const seconds = Math.max((at - began) / 1000, 0.001);
    return `${Math.round(blocks / seconds)} blocks/s, ${Math.round(transactions / seconds)} transactions/s`;
  };
  return {
    block(offset, count) {
      blocks++;
      transactions += count;
      const at = now();
      if (at - said < INTERVAL) return;
      said = at;
      report(`replaying the journal: ${Math.floor((offset / size) * 100)} %, block ${blocks} (${rate(at)})`);
    },
    end() {
      if (blocks === 0) return;
      const at = now();
      const seconds = ((at - began) / 1000).toFixed(1);
      log(`replayed ${blocks} blocks with ${transactions} transactions in ${seconds} s (${rate(at)})`);
    },
  };
}
