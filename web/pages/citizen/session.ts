/** Who is looking (the random id of a person), and the token that says so; in memory only, gone with the page. */
export type Session = { person: string; token: string };
