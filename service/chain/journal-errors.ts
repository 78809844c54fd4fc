/** A line is not what was written. Restore the file from a backup; the chain does not start from it. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
  readonly code = 'journal.damaged';
  readonly line: number;
  constructor(path: string, line: number, reason: string) {
    super(
      `${path}, line ${line}: ${reason}. The chain does not start from a damaged journal; restore it from a backup.`,
    );
    this.line = line;
  }
}

/** Written by another version of the program. Start that version, or another data folder. */
export class JournalOtherVersion extends Error {
  override readonly name = 'JournalOtherVersion';
  readonly code = 'journal.otherVersion';
  constructor(path: string, found: number, wanted: number) {
    super(
      `${path}, line 1: format version ${found}, this program reads ${wanted}. Choose another data folder (--data).`,
    );
  }
}

/** The journal of another chain: chain id, hardfork or genesis differ. Check the data folder. */
export class JournalOtherChain extends Error {
  override readonly name = 'JournalOtherChain';
  readonly code = 'journal.otherChain';
  constructor(path: string, what: string, found: string | number, wanted: string | number) {
    super(`${path}, line 1: ${what} ${found}, this chain has ${wanted}. Choose another data folder (--data).`);
  }
}

/** Validators have signed a block that the journal does not hold: blocks were lost, or the folders do not belong together. */
export class JournalBehindAttested extends Error {
  override readonly name = 'JournalBehindAttested';
  readonly code = 'journal.behindAttested';
  constructor(path: string, reason: string) {
    super(`${path}: ${reason}. Restore the journal from a backup, or choose another data folder (--data).`);
  }
}

/** The disk refuses the journal (full, read-only, …). Nothing of the block in hand was shown. Mend it and start again. */
export class JournalUnwritable extends Error {
  override readonly name = 'JournalUnwritable';
  readonly code = 'journal.unwritable';
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `${path} cannot be written: ${reason}. Nothing unwritten was shown. Make room or check the folder, then start again.`,
      {
        cause,
      },
    );
  }
}
