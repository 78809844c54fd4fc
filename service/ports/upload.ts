/** The sender of a body sent nothing more, or next to nothing, for too long. What came before stands; send it again. */
export class SenderIdle extends Error {
  override readonly name = 'SenderIdle';
  readonly code = 'upload.broken';
}
