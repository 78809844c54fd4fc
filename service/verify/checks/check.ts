import type { Check, CheckName, Outcome } from '../types.ts';

type Extra = { detail?: string; asOf?: number; evidence?: Check['evidence'] };

// A verification makes fifteen of these: members one by one cost a tenth of what spreading them does.
function check(name: CheckName, outcome: Outcome, code: string, { asOf, detail, evidence }: Extra): Check {
  const made: Check = { check: name, outcome, code };
  if (asOf !== undefined) made.asOf = asOf;
  if (detail !== undefined) made.detail = detail;
  if (evidence !== undefined) made.evidence = evidence;
  return made;
}

/** The check ran and holds. Code `<check>.passed` unless the check has better names for what it found. */
export function passed(name: CheckName, extra: Extra & { code?: string } = {}): Check {
  return check(name, 'passed', extra.code ?? `${name}.passed`, extra);
}

/** The check ran and does not hold: the artefact is invalid. */
export function failed(name: CheckName, code: string, extra: Extra = {}): Check {
  return check(name, 'failed', code, extra);
}

/** The check could not be decided; never the artefact's fault. */
export function undetermined(name: CheckName, code: string, extra: Extra = {}): Check {
  return check(name, 'undetermined', code, extra);
}

/** The check was not run, or there is nothing to check. It never counts as passed. */
export function notApplicable(name: CheckName, extra: Extra & { code?: string } = {}): Check {
  return check(name, 'notApplicable', extra.code ?? `${name}.notApplicable`, extra);
}
