import { randomBytes } from 'node:crypto';
import packageData from '../package.json' with { type: 'json' };
import { examplesFolder } from './adapters/files/examples-folder.ts';
import { openLevelStore } from './adapters/level/open-level-store.ts';
import { createPartnerService } from './adapters/partner/partner-service.ts';
import { readRegionKeys } from './adapters/pki/region-keys.ts';
import { readRegionSigner } from './adapters/pki/region-signer.ts';
import { createNoticeSigner } from './adapters/tokens/notice-signer.ts';
import { createReceiptSigner } from './adapters/tokens/receipt-signer.ts';
import { createRegionTokens } from './adapters/tokens/region-tokens.ts';
import { createPersonVault } from './adapters/vault/person-vault.ts';
import { deriveVaultKeys } from './adapters/vault/vault-keys.ts';
import { signOnThreads } from './adapters/workshop/signing-threads.ts';
import { createThreadWorkshop } from './adapters/workshop/thread-workshop.ts';
import { createWorkThreads } from './adapters/workshop/work-threads.ts';
import { listEvents } from './app/audit/list-events.ts';
import { listDemoCitizens } from './app/development/citizens.ts';
import { issueDevelopmentToken } from './app/development/issue-token.ts';
import { readHoldings } from './app/holdings/read-holdings.ts';
import { overviewChains } from './app/overview/chains.ts';
import { createHealth } from './app/overview/health.ts';
import { rememberForASecond } from './app/overview/remember.ts';
import { openNewestAnchors } from './app/overview/newest-anchors.ts';
import { createPresentations } from './app/presenting/presentations.ts';
import { openStatusLists } from './app/status-list/status-lists.ts';
import { relayEvidence } from './app/verifying/relay-evidence.ts';
import type { Config } from './config.ts';
import type { ChainData } from './domain/chain.ts';
import { bindCertificates } from './http/bind/certificates.ts';
import { bindIssueBatches } from './http/bind/issue-batches.ts';
import { bindReceipts } from './http/bind/receipts.ts';
import { bindRecords } from './http/bind/records.ts';
import { bindNotices } from './http/bind/notices.ts';
import { bindStatusBatches } from './http/bind/status-batches.ts';
import { bindVerificationSets } from './http/bind/verification-sets.ts';
import { bindWallets } from './http/bind/wallets.ts';
import { routes } from './http/routes/table.ts';
import { createApplication } from './http/server/application.ts';
import { listen } from './http/server/server.ts';
import type { Services } from './http/services.ts';
import type { Clock } from './ports/clock.ts';
import type { Store } from './ports/store.ts';
import { readNetworkFile } from './wiring/network-file.ts';
import { allRecordDomains, domainRegion } from './wiring/region-data.ts';
import { bindOfflineBundles } from './wiring/offline-bundles.ts';
import { openSigners } from './wiring/signers.ts';
import { openVerifying } from './wiring/verifying.ts';
import { watchWrites } from './wiring/watched-store.ts';
import { startAfterIssue } from './wiring/after-issue.ts';
import { startWork } from './wiring/work.ts';

/** Another program has the port. Stop it, or start this one with another --port. */
export class PortUnusable extends Error {
  override readonly name = 'PortUnusable';
  readonly code = 'port.unusable';
}

export type RunningRegion = { url: string; services: Services; close(): Promise<void> };

export type RegionOptions = {
  /** The system's clock when absent. */
  clock?: Clock;
  /** Told of bugs and lasting trouble, one line each; never of personal data. */
  report?: (line: string) => void;
  /** Opens the store; a folder of Level when absent. */
  openStore?: (folder: string, clock: Clock) => Promise<Store>;
};

const PARTNERS_EVERY_MS = 60_000;
const NEWEST_ANCHORS = 20;

/** What was opened, closed in reverse order when something after it fails or the region stops. */
function closer() {
  const open: (() => Promise<unknown> | unknown)[] = [];
  return {
    opened: (close: () => Promise<unknown> | unknown) => void open.push(close),
    async closeAll() {
      for (let close = open.pop(); close !== undefined; close = open.pop()) await close();
    },
  };
}

const digitsOf = (caip2: string): string => caip2.slice(caip2.indexOf(':') + 1);

/**
 * Opens one region's service: store, keys, chain, work in progress and HTTP.
 *
 * @throws NetworkFileUnusable, KeyFileUnusable, DevelopmentKeysRefused, StoreFormatUnknown, StoreUnavailable, PortUnusable
 */
export async function openRegion(config: Config, options: RegionOptions = {}): Promise<RunningRegion> {
  const clock: Clock = options.clock ?? { now: () => Math.floor(Date.now() / 1000) };
  const say = options.report ?? ((line: string) => console.error(line));
  const report = (error: unknown) => say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const { opened, closeAll } = closer();
  try {
    return await open();
  } catch (error) {
    await closeAll();
    throw error;
  }

  async function open(): Promise<RunningRegion> {
    const network = await readNetworkFile(config.networkFile, config.region.caip2);
    const { trustedPoint } = network;
    const keys = readRegionKeys(config.keysFolder, config);
    const threads = createWorkThreads(deriveVaultKeys(keys), config.limits.workshopThreads || undefined);
    opened(() => threads.close());
    const signMany = signOnThreads(threads);
    const signers = openSigners(config, { nowMs: Date.now, report: say, signMany });
    opened(() => signers.close());
    const tokens = await createRegionTokens({
      key: keys.auth,
      issuer: trustedPoint.base,
      audience: trustedPoint.caip2,
      production: config.production,
    });
    const receiptSigner = createReceiptSigner({ key: keys.auth, issuer: trustedPoint.base });
    const signer = readRegionSigner(config.keysFolder, keys.auth, trustedPoint.base);
    const noticeSigner = await createNoticeSigner({ key: keys.auth, issuer: trustedPoint.base });
    const { store, writable } = watchWrites(await (options.openStore ?? openLevelStore)(config.storeFolder, clock));
    opened(() => store.close());
    const vault = createPersonVault(store, keys);
    const workshop = createThreadWorkshop(threads);
    const chain: ChainData = {
      caip2: trustedPoint.caip2,
      rpcUrls: config.chainUrls,
      attestationUrls: config.attesterUrls,
      ...network.chain,
    };
    const region = domainRegion(config.region.id, trustedPoint);
    const verifying = await openVerifying({ config, home: { chain, trustedPoint }, store, clock });
    opened(() => verifying.threads.close());
    const { primitives, homeReader, partners, regions, evidence, statusLists, verify } = verifying;
    await partners.refresh();
    const partnerTimer = setInterval(() => void partners.refresh().catch(report), PARTNERS_EVERY_MS);
    opened(() => clearInterval(partnerTimer));

    const work = await startWork({
      ...{ config, region, chain, store, vault, workshop, signers, clock, primitives, report },
      reader: homeReader,
      verify: async (artefact) => (await verify({ artefact, policy: 'window' })).verdict,
    });
    opened(() => work.stop());
    const afterIssue = startAfterIssue({ ...work.deps, primitives, regions }, noticeSigner.sign, config.limits);
    opened(() => afterIssue.stop());
    const lists = openStatusLists({ ...work.deps, primitives, reader: homeReader, trustedPoint });
    opened(() => lists.stop());
    const anchors = await openNewestAnchors(store, NEWEST_ANCHORS);
    opened(() => anchors.stop());
    const health = createHealth({
      ...{ store, primitives, trustedPoint, clock },
      storeWritable: writable,
      reader: homeReader,
      writer: work.writer,
      outbox: () => work.outbox.progress(),
    });
    const waitMs = config.limits.issueWaitSeconds * 1000;
    const partnerCaips = config.partners.map((partner) => partner.region.caip2);

    const partnerPages = new Map(config.partners.map((partner) => [partner.region.caip2, partner.serviceUrl]));
    const { production } = config;
    const notices = bindNotices(work.deps, { key: noticeSigner.jwk, production, partners: verifying.partnerServices });
    const services: Services = {
      version: packageData.version,
      clock,
      tokens,
      apiDocument: () => {
        throw new TypeError('the application fills this in');
      },
      async health() {
        const { status, chain: chainState, outbox } = await health();
        const { id, caip2 } = config.region;
        const issuing = work.deps.queue.progress();
        return { status, region: id, caip2, chain: chainState, outbox, issuing, version: packageData.version };
      },
      catalogue: () => ({
        types: region.certificateTypes,
        domains: allRecordDomains,
        departments: region.departments,
        statusReasons: work.deps.statusReasons,
      }),
      trustedPoints: () => ({ home: trustedPoint, partners: partners.all() }),
      chains: rememberForASecond(clock, async (now) => ({
        ...(await overviewChains({ primitives, regions, anchors: anchors.list, pages: partnerPages }, now)),
        queues: { outbox: work.outbox.progress(), issuing: work.deps.queue.progress() },
      })),
      relayEvidence: (plan) => relayEvidence({ primitives, regions, evidence, statusLists, clock }, plan),
      offlineBundles: bindOfflineBundles(config, verifying, { trustedPoint, clock, signer }),
      verify,
      ...bindCertificates(work.deps, waitMs),
      ...bindIssueBatches(work.deps),
      ...bindRecords(work.deps, waitMs),
      statusBatches: bindStatusBatches(work.deps),
      ...notices,
      wallets: bindWallets(work.deps, lists),
      ...bindVerificationSets({
        ...notices,
        verifier: verifying.threads,
        primitives,
        clock,
        production,
        limits: config.limits,
      }),
      receipts: bindReceipts({ ...work.deps, receiptSigner }),
      holdings: (person) => readHoldings(work.deps, person),
      presentations: createPresentations({
        digits: digitsOf(config.region.caip2),
        partners: new Map(
          config.partners.map((one) => [digitsOf(one.region.caip2), createPartnerService(one.serviceUrl)]),
        ),
        clock,
        random: (bytes) => new Uint8Array(randomBytes(bytes)),
        maxSlots: config.limits.maxPresentations,
      }),
      listEvents: (after, limit) => listEvents(store, { after, limit }),
      examples: examplesFolder(config.examplesFolder),
      development: {
        citizens: () => listDemoCitizens({ store, vault, types: region.certificateTypes }),
        issueToken: (request, now) =>
          issueDevelopmentToken(
            {
              ...{ store, tokens },
              departments: region.departments,
              partners: partnerCaips,
              lifetimeSeconds: config.limits.developmentTokenSeconds,
            },
            request,
            now,
          ),
      },
    };
    const app = createApplication({
      routes,
      services,
      settings: {
        production: config.production,
        checkAnswers: config.checkAnswers,
        maxBodyBytes: config.limits.maxBodyBytes,
        maxBodyDepth: config.limits.maxBodyDepth,
        rateLimit: { perMinute: config.limits.ratePerMinute, burst: config.limits.rateBurst },
        trustedProxies: config.trustedProxies,
        idleMs: config.limits.idleSeconds * 1000,
        pages: config.pagesFolder,
      },
      reportBug: ({ requestId, method, path, error }) => {
        say(`request ${requestId} ${method} ${path} failed`);
        report(error);
      },
    });
    const server = await listen(app, { host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message;
      throw new PortUnusable(`cannot listen on ${config.host}:${config.port}: ${why}`, { cause: error });
    });
    opened(() => server.close());
    return { url: server.url, services, close: closeAll };
  }
}
