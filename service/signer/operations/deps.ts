import type { SignerConfiguration } from '../configuration.ts';
import type { JwsRules } from '../checks/jws.ts';
import type { TransactionRules } from '../checks/transaction.ts';
import type { Account } from '../keys/account.ts';
import type { SigningKeys } from '../keys/signing-keys.ts';
import type { VrfKey } from '../keys/vrf-key.ts';
import type { Limits } from '../limits.ts';
import type { SignerLog } from '../log/open-log.ts';
import type { Refusals } from '../log/refusals.ts';
import type { Pool } from '../work/pool.ts';

/** What the operations of one Signer work with; open-signer.ts makes one. */
export type SignerDeps = {
  configuration: SignerConfiguration;
  jwsRules: JwsRules;
  transactionRules: TransactionRules;
  signingKeys: SigningKeys;
  account: Account;
  vrf: VrfKey | undefined;
  limits: Limits;
  log: SignerLog;
  refusals: Refusals;
  pool: Pool;
  /** Unix seconds. */
  now(): number;
};

/** No signing key is in force: the certificates have ended or not begun. The department brings a new key; work waits. */
export class NoKeyInForce extends Error {
  override readonly name = 'NoKeyInForce';
  readonly code = 'signer.keyExpired';
}

/** A body that is no request of this protocol. */
export class RequestMalformed extends Error {
  override readonly name = 'RequestMalformed';
  readonly code = 'signer.requestMalformed';
}

/** More at once than the configuration allows. Ask in smaller pieces. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
  readonly code = 'signer.tooMany';
}
