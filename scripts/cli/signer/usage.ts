import { parseArgs } from 'node:util';

/** What was typed is no use of the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'cli.usage';
}

/** One command: its lines of help, and what it does. Resolves with the exit code. */
export type Command = { usage: string; run(args: readonly string[], say: (line: string) => void): Promise<number> };

/**
 * Options with values, by name.
 *
 * @throws UsageError when a required one is missing or an unknown one was given
 */
export function readOptions<R extends string, O extends string = never>(
  args: readonly string[],
  names: { required: readonly R[]; optional?: readonly O[] },
): Record<R, string> & Partial<Record<O, string>> {
  const all = [...names.required, ...(names.optional ?? [])];
  let values: Record<string, unknown>;
  try {
    const options = Object.fromEntries(all.map((name) => [name, { type: 'string' as const }]));
    values = parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
  const missing = names.required.find((name) => typeof values[name] !== 'string' || values[name] === '');
  if (missing !== undefined) throw new UsageError(`--${missing}: 缺少 missing`);
  return values as Record<R, string> & Partial<Record<O, string>>;
}
