/** Cryptographically secure random bytes. Tests may give their own; nothing else may. */
export type Random = (bytes: number) => Uint8Array;
