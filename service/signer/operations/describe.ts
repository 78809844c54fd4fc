import type { SignerInfo } from '../../ports/signer-protocol.ts';
import type { SignerDeps } from './deps.ts';

/** Who this Signer is and what it would sign with now. */
export function describe({ configuration, account, signingKeys, log, now }: SignerDeps): SignerInfo {
  return {
    v: 1,
    department: configuration.department,
    caip2: configuration.region.caip2,
    account: account.address,
    signing: signingKeys.inForce(now()).map(({ x5tS256, x5c, until }) => ({ x5tS256, x5c, notAfter: until - 1 })),
    perRequest: configuration.limits.certificatesPerRequest,
    log: log.head(),
  };
}
