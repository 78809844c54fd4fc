import type { Check, CheckName, Outcome } from '../types.ts';

type Extra = { detail?: string; asOf?: number; evidence?: Check['evidence'] };

function check(name: CheckName, outcome: Outcome, code: string, extra: Extra): Check {
  return { check: name, outcome, code, ...extra };
}

/** The check ran and holds. Code `<check>.passed` unless the check has better names for what it found. */
export function passed(name: CheckName, extra: Extra & { code?: string } = {}): Check {
  const { code = `${name}.passed`, ...rest } = extra;
  return check(name, 'passed', code, rest);
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
  const { code = `${name}.notApplicable`, ...rest } = extra;
  return check(name, 'notApplicable', code, rest);
}
