/** Who may call: the roles of docs/api.md. Public endpoints need none. */
export const roles = ['clerk', 'department', 'partner', 'citizen', 'auditor', 'operator'] as const;
export type Role = (typeof roles)[number];

/**
 * Who calls, as its token says. `subject` of a citizen is the person's random id; of a clerk or a department's program a
 * pseudonym; of a partner the CAIP-2 name of its region. Never a number of a person.
 */
export type Caller = {
  role: Role;
  subject: string;
  /** 统一社会信用代码; always there for the role `department`. */
  department?: string;
  /** The matter worked on, when the token is bound to one. */
  case?: string;
};

/**
 * Issues and checks the region's bearer tokens (JWT, ES256). A token is good for one region (`aud`) and until its
 * expiry. Development tokens are marked inside and refused in production.
 * Errors of `check`: `TokenInvalid`, `TokenExpired`.
 */
export type Tokens = {
  /** @param now Unix seconds */
  issue(caller: Caller, lifetimeSeconds: number, now: number): Promise<{ token: string; expiresAt: number }>;
  check(token: string, now: number): Promise<Caller>;
};

/** Not a token of this region: signature, form, audience or claims are wrong. Get a new one; this one never works. */
export class TokenInvalid extends Error {
  readonly code = 'auth.invalid';
}

/** The token was good once. Get a new one and repeat the request. */
export class TokenExpired extends Error {
  readonly code = 'auth.expired';
}
