/** Example artefacts that a deployment offers for trying; written by the seed, synthetic, and never read for a decision. */
export type Examples = {
  /** Names in the order to show them; none is no error. */
  list(): Promise<string[]>;
  /** @throws ExampleUnknown */
  read(name: string): Promise<string>;
};

/** There is no such example here. Choose one of the list. */
export class ExampleUnknown extends Error {
  override readonly name = 'ExampleUnknown';
  readonly code = 'example.unknown';
}
