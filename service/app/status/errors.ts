/** The reason is not of the table, or not for this action. See the reasons of service/data/status-reasons.json. */
export class StatusReasonUnknown extends Error {
  override readonly name = 'StatusReasonUnknown';
  readonly code = 'status.reasonUnknown';
}

/**
 * A replacement is missing where a licence is superseded, given where it is not, or is no other issued and valid certificate
 * of the same department, kind and holder.
 */
export class ReplacementUnusable extends Error {
  override readonly name = 'ReplacementUnusable';
  readonly code = 'status.replacementUnusable';
}
