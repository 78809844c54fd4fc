/** The only source of time: Unix seconds. Tests give their own. */
export type Clock = { now(): number };
