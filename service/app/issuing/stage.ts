import { setTimeout as sleep } from 'node:timers/promises';

/** A part of the pipeline that looks for work when woken, one look at a time, and tries again after trouble. */
export type Stage = {
  /** @param delayMs until the look; a sooner one wins */
  wake(delayMs?: number): void;
  stop(): Promise<void>;
};

export type StageOptions = {
  /** Does what there is to do; `true` asks for another look at once. */
  work(): Promise<boolean | void>;
  /** Told of every error; the stage goes on. */
  failed(error: unknown): void;
  retryFromMs?: number;
  retryToMs?: number;
};

/** Woken stages look even when they are looking already: what woke them may have come after the last read. */
export function createStage({ work, failed, retryFromMs = 250, retryToMs = 5000 }: StageOptions): Stage {
  const stopping = new AbortController();
  let timer: { at: number; handle: NodeJS.Timeout } | undefined;
  let running: Promise<void> | undefined;
  let again = false;

  const run = async (): Promise<void> => {
    let wait = retryFromMs;
    do {
      again = false;
      try {
        again = (await work()) === true || again;
        wait = retryFromMs;
      } catch (error) {
        failed(error);
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, retryToMs);
        again = true;
      }
    } while (again && !stopping.signal.aborted);
  };

  const start = (): void => {
    timer = undefined;
    again = true;
    running ??= run().finally(() => {
      running = undefined;
      // Woken between the last look and here.
      if (again && !stopping.signal.aborted) start();
    });
  };

  return {
    wake(delayMs = 0) {
      if (stopping.signal.aborted) return;
      if (delayMs <= 0) {
        clearTimeout(timer?.handle);
        return start();
      }
      const at = performance.now() + delayMs;
      if (timer && timer.at <= at) return;
      clearTimeout(timer?.handle);
      timer = { at, handle: setTimeout(start, delayMs) };
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer?.handle);
      await running;
    },
  };
}
