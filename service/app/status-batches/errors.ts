/** More certificates are chosen than one batch may hold. Choose fewer, in several batches. */
export class SelectionTooLarge extends Error {
  override readonly name = 'SelectionTooLarge';
  readonly code = 'status.selectionTooLarge';
}

/** What was previewed is not what would be changed now, or nothing would be. Look at a new preview and confirm that. */
export class PreviewChanged extends Error {
  override readonly name = 'PreviewChanged';
  readonly code = 'status.previewChanged';
}

/** There is no such batch, or it is another department's. */
export class StatusBatchUnknown extends Error {
  override readonly name = 'StatusBatchUnknown';
  readonly code = 'status.batchUnknown';
}
