/** One line of a suite: rates or costs of ours, the best peer and the floor, measured interleaved in one run. */
export type Row = { row: string; ours: number; peer: number | null; floor: number | null; unit: string };
