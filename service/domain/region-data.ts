import type { Hex } from '../proof/bytes.ts';
import type { Bilingual, CertificateType, Department } from './certificate-type.ts';

/** What use cases know of the region they serve; wired once from configuration and the deployment's data. */
export type Region = {
  /** `eip155:370500`. */
  caip2: string;
  name: Bilingual;
  /** The https URL under which issuers, types and domains are named; never a listening port. */
  base: string;
  /** EIP-55 addresses of the contracts that use cases write to. */
  contracts: { certificateAnchors: Hex; recordRegistry: Hex };
  departments: Department[];
  certificateTypes: CertificateType[];
};

/** `https://dongying.example/departments/<USCC>`: the `iss` of what a department issues. */
export function issuerUri(base: string, uscc: string): string {
  return `${base}/departments/${uscc}`;
}

/** `https://dongying.example/types/<code>/<major>`: the `vct` of a certificate type. */
export function typeUri(base: string, type: { code: string; major: number }): string {
  return `${base}/types/${type.code}/${type.major}`;
}

/** `https://dongying.example/domains/<code>`: a record domain, or the reserved domain `log`. */
export function domainUri(base: string, code: string): string {
  return `${base}/domains/${code}`;
}
