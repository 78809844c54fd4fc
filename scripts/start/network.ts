import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCreateAddress, ZeroAddress } from 'ethers';
import type { DeployedContracts, PartnerPlan } from '../../deploy/context.ts';
import { certificatesFromPem, x5tS256 } from '../../service/adapters/pki/certificates.ts';
import { publicJwk } from '../../service/adapters/pki/key-ceremony.ts';
import { keyFiles } from '../../service/adapters/pki/key-files.ts';
import { readRegionKeys } from '../../service/adapters/pki/region-keys.ts';
import { developmentValidators } from '../../service/chain/development-validators.ts';
import type { ChainData } from '../../service/domain/chain.ts';
import { bytesToHex } from '../../service/proof/bytes.ts';
import type { Hex } from '../../service/proof/bytes.ts';
import { canonicalJson } from '../../service/proof/canonical-json.ts';
import type { JsonValue } from '../../service/proof/canonical-json.ts';
import { thumbprint } from '../../service/proof/es256-key.ts';
import type { TrustedPoint } from '../../service/verify/types.ts';
import { chainIdOf } from './region-data.ts';
import type { RegionData } from './region-data.ts';

/** `<data>/networks/<region>.json`: where a region is found and what is believed of it. */
export type NetworkFile = { chain: ChainData; serviceUrl: string; trustedPoint: TrustedPoint };

const MAX_AGE_SECONDS = 300;
const TRUST_PERIOD_SECONDS = 90 * 86_400;

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

export const networkFilePath = (data: string, region: string): string => join(data, 'networks', `${region}.json`);

/** Port 9 (discard): nothing listens there, so a connection is refused at once. */
const NOBODY = 'http://127.0.0.1:9';

function rootThumbprint(keys: string): string {
  const [root] = certificatesFromPem(readFileSync(join(keys, keyFiles.rootCertificate), 'utf8'));
  if (root === undefined) throw new RangeError(`${keys} has no root certificate`);
  return x5tS256(root);
}

/** What a verifier must know of a development region. `keys`: the region's keys folder. */
export function trustedPointOf(
  region: RegionData,
  facts: { keys: string; genesisHash: Hex; contracts: DeployedContracts },
): TrustedPoint {
  const { council, accessManager, authorityRegistry, certificateAnchors, recordRegistry, useLedger, partnerRegistry } =
    facts.contracts;
  return {
    caip2: region.caip2,
    name: region.name,
    base: region.base,
    genesisHash: facts.genesisHash,
    contracts: {
      council,
      accessManager,
      authorityRegistry,
      certificateAnchors,
      recordRegistry,
      useLedger,
      partnerRegistry,
    },
    scheme: 'attested',
    validators: developmentValidators(region.id).map(({ publicKey }) => ({ key: { ...publicKey }, fromHeight: 0 })),
    rootX5tS256: [rootThumbprint(facts.keys)],
    maxAgeSeconds: MAX_AGE_SECONDS,
    trustPeriodSeconds: TRUST_PERIOD_SECONDS,
    development: true,
  };
}

/** What one region writes on its chain about another: canonical JSON of `{trustedPoint, name, serviceKeyThumbprint}`. */
export function partnerPlan(region: RegionData, trustedPoint: TrustedPoint, keys: string): PartnerPlan {
  const serviceKeyThumbprint = thumbprint(sha256, publicJwk(readRegionKeys(keys).auth));
  const entry = { trustedPoint, name: region.name, serviceKeyThumbprint } as unknown as JsonValue;
  return { chainId: chainIdOf(region.caip2), entry: canonicalJson(entry) };
}

/** Where the offline region would be: addresses and genesis follow from its name, and nobody listens. */
export function offlineNetwork(region: RegionData, keys: string): NetworkFile {
  const address = (nonce: number): Hex => getCreateAddress({ from: ZeroAddress, nonce }) as Hex;
  const contracts: DeployedContracts = {
    council: address(0),
    accessManager: address(1),
    authorityRegistry: address(2),
    certificateAnchors: address(3),
    recordRegistry: address(4),
    useLedger: address(5),
    partnerRegistry: address(6),
  };
  const genesisHash = bytesToHex(sha256(Buffer.from(`zhenglian/v1/offline-example/${region.caip2}`)));
  return {
    chain: { caip2: region.caip2, rpcUrls: [NOBODY], attestationUrls: [NOBODY], scheme: 'attested', depth: 0 },
    serviceUrl: NOBODY,
    trustedPoint: trustedPointOf(region, { keys, genesisHash, contracts }),
  };
}
