const WIDTH = 30;

/** `[#########---------]  45 %  已签发 issued 45,000 / 100,000  9,200/s`; on a terminal it is drawn over itself. */
export function createProgressBar(stream: NodeJS.WriteStream) {
  const began = performance.now();
  let drawnAt = -Infinity;
  const draw = (label: string, done: number, total: number, unit: string): void => {
    const part = total === 0 ? 1 : Math.min(1, done / total);
    const filled = Math.round(part * WIDTH);
    const rate = Math.round(done / ((performance.now() - began) / 1000));
    const bar = '#'.repeat(filled) + '-'.repeat(WIDTH - filled);
    const numbers = `${done.toLocaleString('en')} / ${total.toLocaleString('en')} ${unit}`;
    const line = `[${bar}] ${String(Math.floor(part * 100)).padStart(3)} %  ${label} ${numbers}  ${rate.toLocaleString('en')}/s`;
    stream.write(stream.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  };
  return {
    /** Often on a terminal, now and then in a log. */
    show(label: string, done: number, total: number, unit: string): void {
      const now = performance.now();
      if (now - drawnAt < (stream.isTTY ? 100 : 2000)) return;
      drawnAt = now;
      draw(label, done, total, unit);
    },
    finish(label: string, done: number, total: number, unit: string): void {
      draw(label, done, total, unit);
      if (stream.isTTY) stream.write('\n');
    },
  };
}
