/** Who works here, and the token that says so; in memory only, gone with the page. `department`: absent for a window. */
export type Session = { token: string; department?: string };
