/** What a program's start gives back to {@link runProgram}. */
export type Running = {
  readonly url: string;
  /** Resolves with the error if it had to stop by itself. */
  readonly failed?: Promise<Error> | undefined;
  close(): Promise<void>;
};

/** A program that hangs while closing is ended after this many milliseconds. */
const CLOSE_LIMIT = 10_000;

function tell(message: object): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve();
    process.send(message, () => resolve());
  });
}

/**
 * Runs a program to its end: says `{ready: true, url}` on the IPC channel if there is one; ends cleanly on SIGTERM and
 * SIGINT and when the parent goes away; a cause in words on standard error, `{failed: {code, message}}` to the parent and
 * exit code 1 if it cannot start or has to stop. A process that is killed says nothing, which is how the two are told apart.
 */
export async function runProgram(start: () => Promise<Running>): Promise<void> {
  let running: Running | undefined;
  let ending = false;

  async function end(code: number): Promise<void> {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(code === 0 ? 1 : code), CLOSE_LIMIT).unref();
    await running?.close().catch((error: unknown) => console.error(error));
    process.exit(code);
  }

  async function fail(error: unknown): Promise<void> {
    if (ending) return;
    const { code, message } = error as { code?: unknown; message?: unknown };
    const known = error instanceof Error && typeof code === 'string';
    console.error(known ? message : error);
    await tell({ failed: { code: known ? code : 'unexpected', message: String(message ?? error) } });
    await end(1);
  }

  process.on('SIGTERM', () => void end(0));
  process.on('SIGINT', () => void end(0));
  process.on('disconnect', () => void end(0));
  process.on('uncaughtException', (error) => void fail(error));
  try {
    running = await start();
  } catch (error) {
    return fail(error);
  }
  await tell({ ready: true, url: running.url });
  const error = await running.failed;
  if (error !== undefined) await fail(error);
}
