type Values = Readonly<Record<string, string | undefined>>;

/** An argument is missing or malformed. */
export class BadArgument extends Error {
  override readonly name = 'BadArgument';
  readonly code = 'badArgument';
}

/** Asked to run in production. Connect a production chain instead (docs/guides/embedded-chain.md). */
export class DevelopmentOnly extends Error {
  override readonly name = 'DevelopmentOnly';
  readonly code = 'developmentOnly';
  constructor(what: string) {
    super(`${what} proves nothing to anyone and runs in development mode only`);
  }
}

/** @throws BadArgument if it is missing */
export function required(values: Values, name: string): string {
  const value = values[name];
  if (value === undefined || value === '') throw new BadArgument(`--${name} is missing`);
  return value;
}

/** A whole number without sign. @throws BadArgument */
export function decimal(values: Values, name: string): number {
  const text = required(values, name);
  const value = Number(text);
  if (!/^[0-9]{1,15}$/.test(text)) throw new BadArgument(`--${name} ${text} is no whole number`);
  return value;
}
