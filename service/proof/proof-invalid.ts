/**
 * A state proof does not lead from its root to an answer: too short, altered, for another key, or not canonical. What it
 * was to prove stays unknown; the prover (a node or a relay) is at fault, so ask another one.
 */
export class ProofInvalid extends Error {
  override readonly name = 'ProofInvalid';
  readonly code = 'proofInvalid';
}
