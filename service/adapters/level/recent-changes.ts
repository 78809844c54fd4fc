import type { PackedEntries, PackedKeys } from '../../ports/store.ts';

/** Blocks of packed entries remembered of each table: as many as chunks are prepared side by side, and some. */
const REMEMBERED = 8;

/**
 * What was written to tables lately, so that who read a table a moment ago need not read it again to know what has changed
 * there.
 */
export type RecentChanges = {
  revision(): number;
  /** A batch is durable: what it wrote of each table, `undefined` for more than packed entries. */
  note(changes: ReadonlyMap<number, PackedEntries[] | undefined>): void;
  /** Nobody knows what is durable: only who reads from now on does. */
  forget(): void;
  /** The keys ({@link keyNames}) of all that was written to the table since a revision; undefined when that is not known. */
  since(table: number, revision: number): ReadonlySet<string>[] | undefined;
};

type Keys = Pick<PackedKeys, 'keys' | 'keyBytes'>;
type Block = { revision: number; keys: Keys; names?: Set<string> };

/** Packed keys, each as a text of as many characters. */
export function keyNames({ keys, keyBytes }: Keys): string[] {
  const bytes = Buffer.from(keys.buffer, keys.byteOffset, keys.length);
  return Array.from({ length: bytes.length / keyBytes }, (_, at) =>
    bytes.toString('latin1', at * keyBytes, (at + 1) * keyBytes),
  );
}

export function createRecentChanges(): RecentChanges {
  let revision = 1;
  /** Nothing is known of what was before. */
  let start = revision;
  const tables = new Map<number, { knownSince: number; blocks: Block[] }>();
  return {
    revision: () => revision,
    note(changes) {
      revision += 1;
      for (const [table, packed] of changes) {
        const known = tables.get(table) ?? { knownSince: start, blocks: [] };
        tables.set(table, known);
        if (packed === undefined) {
          known.knownSince = revision;
          known.blocks = [];
          continue;
        }
        // Their keys say what has changed; values may be secrets, and are not kept for this.
        known.blocks.push(...packed.map(({ keys, keyBytes }) => ({ revision, keys: { keys, keyBytes } })));
        const gone = known.blocks.splice(0, Math.max(0, known.blocks.length - REMEMBERED));
        known.knownSince = gone.at(-1)?.revision ?? known.knownSince;
      }
    },
    forget() {
      revision += 1;
      start = revision;
      tables.clear();
    },
    since(table, from) {
      const known = tables.get(table);
      if (from < (known?.knownSince ?? start)) return undefined;
      const blocks = known?.blocks.filter((block) => block.revision > from) ?? [];
      return blocks.map((block) => (block.names ??= new Set(keyNames(block.keys))));
    },
  };
}
