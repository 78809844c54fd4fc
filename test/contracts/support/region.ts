import { createHash } from 'node:crypto';
import { developmentDepartmentKey, developmentKeys } from '../../../deploy/development-keys.ts';
import type { DeployContext, DeployedContracts, DepartmentPlan } from '../../../deploy/context.ts';
import type { Hex } from '../../../service/proof/bytes.ts';

/** Codes with right check characters, of no real body (organisation codes 9999…). */
export const CODES = {
  housing: '12370500999900011F',
  insurance: '1137050099990002XA',
  approval: '11370500999900038A',
} as const;

export const sha256 = (data: Uint8Array | string): Hex => `0x${createHash('sha256').update(data).digest('hex')}`;

/** A department's code as the contracts take it: bytes18. */
export const code = (uscc: string): Hex => `0x${Buffer.from(uscc, 'ascii').toString('hex')}`;

export const typeUri = (name: string): string => `https://dongying.example/types/${name}/1`;
export const domainUri = (name: string): string => `https://dongying.example/domains/${name}`;

export function departmentPlan(uscc: string, index: number, more: Partial<DepartmentPlan> = {}): DepartmentPlan {
  return {
    uscc,
    account: developmentDepartmentKey(index).address,
    signThumbprint: sha256(`sign ${uscc}`),
    vrfThumbprint: sha256(`vrf ${uscc}`),
    from: 0,
    types: [typeUri('deposit')],
    domains: [],
    ...more,
  };
}

/** A region's context with its recorded addresses in memory. */
export function regionContext(rpcUrl: string, more: Partial<DeployContext> = {}): DeployContext & { lines: string[] } {
  const keys = developmentKeys();
  let recorded: Partial<DeployedContracts> | undefined;
  const lines: string[] = [];
  return {
    rpcUrl,
    chainId: 370500,
    deployerKey: keys.deployer.privateKey,
    councilKeys: keys.council.map(({ privateKey }) => privateKey),
    guardian: keys.guardian.address,
    arbiter: keys.arbiter.address,
    departments: [
      departmentPlan(CODES.housing, 0, { domains: [domainUri('housing-fund')] }),
      departmentPlan(CODES.insurance, 1, { domains: [domainUri('social-insurance')] }),
    ],
    partners: [{ chainId: 370100, entry: '{"name":"jinan"}' }],
    contracts: {
      load: () => recorded,
      save: (contracts) => {
        recorded = contracts;
      },
    },
    report: (line) => lines.push(line),
    lines,
    ...more,
  };
}
