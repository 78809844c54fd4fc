import type { SignerLog } from './open-log.ts';

/** Refusals are logged by the second, so that no caller can fill the disk with them. */
const EVERY_MS = 1000;

export type Refusals = {
  note(what: string, codes: Record<string, number>): void;
  /** Writes what waits. */
  flush(): Promise<void>;
};

/** Gathers refusals by what was asked and why it was refused. `failed` is told when the log cannot be written. */
export function gatherRefusals(log: Pick<SignerLog, 'append'>, failed: (error: unknown) => void): Refusals {
  const waiting = new Map<string, Record<string, number>>();
  let timer: NodeJS.Timeout | undefined;
  let lastAt = -Infinity;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    lastAt = performance.now();
    const lines = [...waiting];
    waiting.clear();
    await Promise.all(lines.map(([what, codes]) => log.append({ op: 'refused', what, codes })));
  }

  return {
    note(what, codes) {
      const known = waiting.get(what) ?? {};
      for (const [code, count] of Object.entries(codes)) known[code] = (known[code] ?? 0) + count;
      waiting.set(what, known);
      const rest = Math.max(0, lastAt + EVERY_MS - performance.now());
      timer ??= setTimeout(() => void flush().catch(failed), rest).unref();
    },
    flush,
  };
}
