/** An entry that the home PartnerRegistry once admitted for a region, as its event carries it; unproven bytes. */
export type PartnerEntry = { chainId: number; entry: Uint8Array };

/**
 * Reads the PartnerRegistry's events, oldest first. A node may leave entries out or make them up: whoever uses one
 * compares its SHA-256 with the digest that a storage proof shows.
 * Errors: `ChainUnreachable`.
 */
export type PartnerEntries = { entries(): Promise<PartnerEntry[]> };
