import { notApplicable, passed, undetermined } from './checks/check.ts';
import type { Check, CheckName, Policy, VerdictWord } from './types.ts';

/** Order of checks in a verdict: what decides earlier makes what follows moot. */
const ORDER: readonly CheckName[] = [
  ...(['form', 'algorithm', 'typ', 'disclosure', 'issuer', 'key', 'anchor', 'authority'] as const),
  ...(['chain', 'status', 'record', 'validity', 'holder', 'schema', 'policy'] as const),
];

/** What a record answer must pass unless the policy says otherwise. */
const REQUIRED_OF_RECORDS: readonly CheckName[] = ['form', 'issuer', 'key', 'authority', 'chain', 'record'];

/** Outage first: a check that waits for the chain has nothing of its own to say. */
function reasons(checks: readonly Check[]): string[] {
  const own = checks.filter(({ code }) => !code.endsWith('.unproven'));
  return (own.length > 0 ? own : checks).map(({ code }) => code);
}

type Decision = { verdict: VerdictWord; codes: string[]; checks: Check[] };

/**
 * The verdict over all checks: any that ran and failed makes it invalid; all required ones passed makes it valid; else it
 * cannot be determined. A required check that did not apply has not passed.
 *
 * @param also checks that this verification requires beyond its policy
 */
export function decide(
  kind: 'certificate' | 'record-answer' | 'defective',
  run: readonly Check[],
  policy: Policy,
  also: readonly CheckName[],
): Decision {
  const checks = ORDER.map((name) => run.find(({ check }) => check === name) ?? notApplicable(name));
  const close = (verdict: VerdictWord, codes: string[], policyCheck: Check): Decision => ({
    verdict,
    codes,
    checks: checks.with(-1, policyCheck),
  });
  const evidence = { policy: policy.id, version: policy.version };

  const wrong = checks.filter(({ outcome }) => outcome === 'failed');
  if (wrong.length > 0) {
    return close('invalid', reasons(wrong), notApplicable('policy'));
  }
  const byPolicy = kind === 'record-answer' ? (policy.requiredOfRecords ?? REQUIRED_OF_RECORDS) : policy.required;
  const isRequired = (name: CheckName): boolean =>
    name !== 'policy' && (byPolicy.includes(name) || also.includes(name));
  const missing = checks.filter(({ check, outcome }) => outcome !== 'passed' && isRequired(check));
  if (missing.length === 0) {
    const record = checks.find(({ check, outcome }) => check === 'record' && outcome === 'passed');
    const codes = [...(record === undefined ? [] : [record.code]), 'policy.satisfied'];
    return close('valid', codes, passed('policy', { code: 'policy.satisfied', evidence }));
  }
  const open = missing.filter(({ outcome }) => outcome === 'undetermined');
  const codes = open.length > 0 ? reasons(open) : [...missing.map(({ code }) => code), 'policy.requirementUnmet'];
  return close('undetermined', codes, undetermined('policy', 'policy.requirementUnmet', { evidence }));
}
