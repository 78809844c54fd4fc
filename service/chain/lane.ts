/** Runs tasks one after another in the order of the calls; a task that rejects does not stop those after it. */
export type Lane = { run<T>(task: () => Promise<T>): Promise<T> };

export function createLane(): Lane {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    run(task) {
      const result = tail.then(task);
      tail = result.catch(() => undefined);
      return result;
    },
  };
}

/**
 * Holds answers back while a block is executed but not yet on the disk. An answer computed at any moment may be given
 * once {@link Gate.passed} resolves; if the block could not be written, it never is.
 */
export type Gate = {
  passed(): Promise<void>;
  /** Runs while answers are held; if the task rejects, the gate stays shut and `passed` rejects with the same error. */
  shutWhile<T>(task: () => Promise<T>): Promise<T>;
};

export function createGate(): Gate {
  let open: Promise<unknown> = Promise.resolve();
  return {
    passed: async () => void (await open),
    shutWhile(task) {
      const result = task();
      open = result;
      result.catch(() => undefined); // whoever waits at the gate hears of it; nobody waiting is no unhandled rejection
      return result;
    },
  };
}
