/** There is no such register, or it is another department's: the two look alike on purpose. */
export class IssueBatchUnknown extends Error {
  override readonly name = 'IssueBatchUnknown';
  readonly code = 'register.unknown';
}

/** Another request sends rows of the same register now. Wait until it ends, or cut it. */
export class IssueBatchBusy extends Error {
  override readonly name = 'IssueBatchBusy';
  readonly code = 'register.busy';
}

/** The register was cancelled: it takes no more rows. Use a new key for a new one. */
export class IssueBatchCancelled extends Error {
  override readonly name = 'IssueBatchCancelled';
  readonly code = 'register.cancelled';
}

/** The rows do not go on where the durable ones end. Read the register's `received` and send the rest from there. */
export class IssueBatchPosition extends Error {
  override readonly name = 'IssueBatchPosition';
  readonly code = 'register.position';
}

/** More rows than one register may have. What is durable stays; send the rest as another register. */
export class IssueBatchTooLong extends Error {
  override readonly name = 'IssueBatchTooLong';
  readonly code = 'register.tooLong';
}

/** More is on its way than the service wants to hold. Go on where the durable rows end, after some seconds. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
  readonly code = 'queue.full';
}
