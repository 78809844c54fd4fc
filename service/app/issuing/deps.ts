import type { StatusReason } from '../../domain/certificate-status.ts';
import type { CertificateType } from '../../domain/certificate-type.ts';
import { typeUri } from '../../domain/region-data.ts';
import type { Region } from '../../domain/region-data.ts';
import { utf8 } from '../../proof/bytes.ts';
import type { Sha256, VerifyEs256 } from '../../proof/primitives.ts';
import type { ChainWriter } from '../../ports/chain-writer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractCalls } from '../../ports/contract-calls.ts';
import type { PersonVault } from '../../ports/person-vault.ts';
import type { Random } from '../../ports/random.ts';
import type { Signers } from '../../ports/signer.ts';
import type { Store } from '../../ports/store.ts';
import type { GasBudget } from '../outbox/gas-budget.ts';
import type { ListIndices } from '../status-list/list-indices.ts';
import { CertificateTypeUnknown } from './errors.ts';
import type { Serials } from './serials.ts';
import type { Waiters } from './waiters.ts';

/** What issuing and status changes need; region.ts makes one and gives it to all of them. */
export type IssuingDeps = {
  region: Region;
  store: Store;
  vault: PersonVault;
  signers: Signers;
  clock: Clock;
  random: Random;
  sha256: Sha256;
  verifyEs256: VerifyEs256;
  calls: ContractCalls;
  /** For asking whether work stands on chain already; sending is the outbox's. */
  writer: Pick<ChainWriter, 'simulate'>;
  gas: GasBudget;
  statusReasons: StatusReason[];
  serials: Serials;
  listIndices: ListIndices;
  waiters: Waiters;
  /** Told of bugs and of rows that failed; never of personal data. */
  report(error: unknown): void;
};

/** The newest major version of a type. @throws CertificateTypeUnknown */
export function certificateType(deps: Pick<IssuingDeps, 'region'>, code: string, major?: number): CertificateType {
  const versions = deps.region.certificateTypes.filter((type) => type.code === code);
  const wanted = versions.filter((type) => major === undefined || type.major === major);
  const [newest] = wanted.sort((a, b) => b.major - a.major);
  if (!newest) throw new CertificateTypeUnknown(`the region issues no type ${code}`);
  return newest;
}

/** The `vct` of a row's type. */
export function vctOf(deps: Pick<IssuingDeps, 'region'>, type: { code: string; major: number }): string {
  return typeUri(deps.region.base, type);
}

/** Names a department's batches of one type in the store. */
export function groupOf(deps: Pick<IssuingDeps, 'sha256'>, department: string, vct: string): Uint8Array {
  return deps.sha256(utf8(`${department} ${vct}`)).slice(0, 16);
}
