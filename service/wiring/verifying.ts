import { batchedPrimitives } from '../adapters/crypto/batched-primitives.ts';
import { createChainReader } from '../adapters/json-rpc/chain-reader.ts';
import { createPartnerService } from '../adapters/partner/partner-service.ts';
import { createRegistryEntries } from '../adapters/partner/registry-entries.ts';
import { openPartnerPoints } from '../app/partner/partner-points.ts';
import type { PartnerPoints } from '../app/partner/partner-points.ts';
import { createRegions } from '../app/partner/regions.ts';
import { PRESENTATION_SECONDS } from '../app/presenting/presentations.ts';
import { createEvidenceCache } from '../app/verifying/evidence-cache.ts';
import type { EvidenceCache } from '../app/verifying/evidence-cache.ts';
import type { Regions } from '../app/verifying/regions.ts';
import { regionSources } from '../app/verifying/sources.ts';
import { createStatusListSource } from '../app/verifying/status-list-source.ts';
import type { StatusListSource } from '../app/verifying/status-list-source.ts';
import type { Config } from '../config.ts';
import type { ChainData } from '../domain/chain.ts';
import type { VerificationOrder } from '../http/services.ts';
import type { ChainReader } from '../ports/chain-reader.ts';
import type { Clock } from '../ports/clock.ts';
import type { PartnerService } from '../ports/partner-service.ts';
import type { Store } from '../ports/store.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { AttestedTrust } from '../proof/attested.ts';
import { createEngineCache, policyOf } from '../verify/index.ts';
import type { Verified } from '../verify/receipt/receipt.ts';
import type { TrustedPoint } from '../verify/types.ts';
import { createVerifyThreads } from './verify-threads.ts';
import type { VerifyThreads } from './verify-threads.ts';

export type Verifying = {
  primitives: Primitives;
  homeReader: ChainReader;
  partners: PartnerPoints;
  regions: Regions;
  evidence: EvidenceCache;
  statusLists: StatusListSource;
  /** Of the partners with an address, by CAIP-2 name. */
  partnerServices: ReadonlyMap<string, PartnerService>;
  /** The verdict with all that it rests on. */
  verify(request: VerificationOrder): Promise<Verified>;
  threads: VerifyThreads;
};

/** What the reader needs to choose a head by its votes; QBFT headers bring their own seals. */
function attestedTrust(point: TrustedPoint): AttestedTrust | undefined {
  const validators = point.validators.flatMap(({ key, ...heights }) =>
    typeof key === 'string' ? [] : [{ key, ...heights }],
  );
  return point.scheme === 'attested' ? { ...point, validators } : undefined;
}

/** Trusted points, chain readers, evidence cache and engine of one region. */
export async function openVerifying(input: {
  config: Config;
  home: { chain: ChainData; trustedPoint: TrustedPoint };
  store: Store;
  clock: Clock;
}): Promise<Verifying> {
  const { config, home, store, clock } = input;
  const primitives = batchedPrimitives();
  const readerOf = (chain: ChainData, trustedPoint: TrustedPoint): ChainReader => {
    const point = attestedTrust(trustedPoint);
    return createChainReader(chain, {
      budgetMs: config.limits.chainTimeoutMs,
      now: clock.now,
      ...(point === undefined ? {} : { trust: { primitives, point } }),
    });
  };
  const homeReader = readerOf(home.chain, home.trustedPoint);
  const partners = await openPartnerPoints({
    store,
    clock,
    primitives,
    trustedPoint: home.trustedPoint,
    reader: homeReader,
    entries: createRegistryEntries(home.chain, home.trustedPoint.contracts.partnerRegistry),
  });
  const regions = createRegions({
    home: { trustedPoint: home.trustedPoint, reader: homeReader },
    partners,
    readerOf(point) {
      const address = config.partners.find(({ region }) => region.caip2 === point.caip2);
      if (address === undefined) return undefined;
      const { chainUrls: rpcUrls, attesterUrls: attestationUrls } = address;
      const chain = { caip2: point.caip2, rpcUrls, attestationUrls, scheme: point.scheme, depth: 0 };
      return readerOf(chain, point);
    },
    monotonicMs: () => performance.now(),
  });
  const evidence = createEvidenceCache(config.limits.evidenceCacheEntries);
  const engine = createEngineCache();
  const partnerServices = new Map(
    config.partners.map(({ region, serviceUrl }) => [region.caip2, createPartnerService(serviceUrl)]),
  );
  const statusLists = createStatusListSource({
    hostOf: (caip2) => partnerServices.get(caip2),
    monotonicMs: () => performance.now(),
  });
  const deps = { primitives, sources: regionSources({ regions, evidence, statusLists }), engine, clock };
  const threads = createVerifyThreads({ ...deps, monotonicMs: () => performance.now() });
  return {
    primitives,
    homeReader,
    partners,
    regions,
    evidence,
    statusLists,
    partnerServices,
    verify({ policy: id, holder, ...order }) {
      const policy = policyOf(id, { production: config.production });
      return threads.verify({
        ...{ ...order, policy },
        holder: holder && { ...holder, maxAgeSeconds: PRESENTATION_SECONDS },
      });
    },
    threads,
  };
}
