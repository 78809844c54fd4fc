/** Milliseconds between two lines of progress; a replay shorter than this prints none. */
const INTERVAL = 2000;

/** Says how far a replay is and how fast, and to the log how long it took; `size` is the journal's in bytes. */
export function replayReport(
  size: number,
  report: (line: string) => void,
  log: (line: string) => void,
): { block(offset: number, transactions: number): void; end(): void } {
  const began = performance.now();
  let said = began;
  let blocks = 0;
  let transactions = 0;
  const rate = (now: number): string => {
    const seconds = Math.max((now - began) / 1000, 0.001);
    return `${Math.round(blocks / seconds)} blocks/s, ${Math.round(transactions / seconds)} transactions/s`;
  };
  return {
    block(offset, count) {
      blocks++;
      transactions += count;
      const now = performance.now();
      if (now - said < INTERVAL) return;
      said = now;
      report(`replaying the journal: ${Math.floor((offset / size) * 100)} %, block ${blocks} (${rate(now)})`);
    },
    end() {
      const now = performance.now();
      if (blocks === 0) return;
      const seconds = ((now - began) / 1000).toFixed(1);
      log(`replayed ${blocks} blocks with ${transactions} transactions in ${seconds} s (${rate(now)})`);
    },
  };
}
