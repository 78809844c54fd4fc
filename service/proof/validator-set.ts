import type { Es256Jwk } from './es256-key.ts';

/**
 * A validator of a trusted point, in force from fromHeight to toHeight, both included; without toHeight, open.
 * key: scheme `attested` a public P-256 key, scheme `qbft` an address (0x, 20 bytes).
 */
export type Validator = {
  readonly key: Es256Jwk | string;
  readonly fromHeight: number;
  readonly toHeight?: number | undefined;
};

/** Fewer validators than this tolerate no fault (N >= 3f + 1 with f = 1). */
export const MIN_VALIDATORS = 4;

/** ceil(2N/3): with N >= 3f + 1, any two quorums share an honest validator. */
export function quorumOf(validators: number): number {
  return Math.ceil((2 * validators) / 3);
}

/** The keys of the validators in force at a height. */
export function keysInForce(validators: readonly Validator[], height: number): (Es256Jwk | string)[] {
  return validators
    .filter(({ fromHeight, toHeight }) => height >= fromHeight && height <= (toHeight ?? Infinity))
    .map(({ key }) => key);
}
