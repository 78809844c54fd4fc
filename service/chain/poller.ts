/** Calls `tick` again and again, `ms` after the last call ended. A tick must not reject. */
export function createPoller(tick: () => Promise<void>, ms: number): { start(): void; stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  function turn(): void {
    running = tick().finally(() => {
      running = undefined;
      if (!stopped) timer = setTimeout(turn, ms);
    });
  }

  return {
    start: turn,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
