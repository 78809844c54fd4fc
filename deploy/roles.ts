import type { DeployedContracts } from './context.ts';

/** Role numbers in the region's AccessManager. 0 is its admin: the Council after the hand-over. */
export const ROLES = { admin: 0n, registrar: 1n, partnership: 2n, guardian: 3n, arbiter: 4n } as const;

export type RoleName = keyof typeof ROLES;

/** Labels in the AccessManager's events, for whoever reads the chain. */
export const ROLE_LABELS = {
  registrar: 'registrar',
  partnership: 'partnership',
  guardian: 'guardian',
  arbiter: 'arbiter',
} as const;

/**
 * Which role may call which function. What is not named here is the admin's. The guardian stops things at once and alone
 * (pause, suspend); only the Council lets them go on.
 */
export const PERMISSIONS: readonly {
  contract: keyof DeployedContracts;
  role: keyof typeof ROLE_LABELS;
  functions: readonly string[];
}[] = [
  {
    contract: 'authorityRegistry',
    role: 'registrar',
    functions: [
      'admitDepartment',
      'addAccount',
      'endAccount',
      'addKey',
      'endKey',
      'markCompromised',
      'accredit',
      'endAccreditation',
      'resumeDepartment',
      'succeed',
      'unpause',
    ],
  },
  { contract: 'authorityRegistry', role: 'guardian', functions: ['pause', 'suspendDepartment'] },
  { contract: 'partnerRegistry', role: 'partnership', functions: ['admit', 'update', 'remove'] },
  { contract: 'recordRegistry', role: 'arbiter', functions: ['raiseDispute', 'clearDispute'] },
];
