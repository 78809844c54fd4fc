import { utf8 } from '../../proof/bytes.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { Caller, Role } from '../../ports/tokens.ts';

/** Who may rely on a certificate through this region's API and be told when its status changes. */
export const RELIERS = ['clerk', 'department', 'partner'] as const satisfies readonly Role[];

/** A relier by one name: a department as a whole, a clerk by pseudonym, a partner by its region. */
export function relierOf({ role, subject, department }: Caller): string {
  return `${role}/${role === 'department' ? (department ?? subject) : subject}`;
}

/** Sixteen bytes for a relier's rows. */
export function relierGroup(sha256: Sha256, relier: string): Uint8Array {
  return sha256(utf8(`relier ${relier}`)).slice(0, 16);
}
