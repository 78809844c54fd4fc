import type { RecordDomain } from '../../domain/record-domain.ts';
import type { Region } from '../../domain/region-data.ts';
import type { ChainWriter } from '../../ports/chain-writer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractCalls } from '../../ports/contract-calls.ts';
import type { PersonVault } from '../../ports/person-vault.ts';
import type { Random } from '../../ports/random.ts';
import type { Signers } from '../../ports/signer.ts';
import type { Store } from '../../ports/store.ts';
import type { Sha256 } from '../../proof/primitives.ts';

/** What the record use cases need. */
export type RecordDependencies = {
  store: Store;
  vault: PersonVault;
  signers: Signers;
  clock: Clock;
  sha256: Sha256;
  region: Region;
  domains: RecordDomain[];
  random: Random;
  calls: Pick<ContractCalls, 'commitRecords' | 'headOf' | 'readHead'>;
  writer: Pick<ChainWriter, 'simulate'>;
};

/** Generation of the departments' VRF keys; another key would be generation 2, and every record key would change. */
export const VRF_EPOCH = 1;
