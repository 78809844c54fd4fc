import type { z } from 'zod';
import type { LogPage } from '../app/audit/list-events.ts';
import type { DemoCitizen } from '../app/development/citizens.ts';
import type { DevelopmentTokenRequest } from '../app/development/issue-token.ts';
import type { BundleSelection, BundleSummary } from '../app/offline/selection.ts';
import type { Presentations } from '../app/presenting/presentations.ts';
import type { VerifiedAnswer } from '../app/records/query-records.ts';
import type { StatusListPath } from '../app/status-list/status-lists.ts';
import type { RelayRequest } from '../app/verifying/relay-evidence.ts';
import type { Clock } from '../ports/clock.ts';
import type { Caller, Tokens } from '../ports/tokens.ts';
import type { Verified } from '../verify/receipt/receipt.ts';
import type { EvidenceBundle, TrustedPoint, Verdict } from '../verify/types.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import type * as certificate from './schemas/certificate.ts';
import type { chainsSchema } from './schemas/chain.ts';
import type * as batch from './schemas/issue-batch.ts';
import type * as notice from './schemas/notice.ts';
import type { healthSchema, holdingsSchema, typesSchema } from './schemas/others.ts';
import type * as receipt from './schemas/receipt.ts';
import type * as record from './schemas/record.ts';
import type { setLineSchema } from './schemas/verification-set.ts';
import type * as statusBatch from './schemas/status-batch.ts';

/** Bytes that anybody may keep for a while, with their entity tag. */
export type SharedText = { text: string; etag: string; maxAgeSeconds: number };

type Out<S extends z.ZodType> = z.output<S>;

/** What is to be verified, and what for. `asOf`: Unix seconds. */
export type VerificationOrder = {
  artefact: string;
  policy: 'window' | 'presentation' | 'self';
  holder?: { audience: string; nonce: string } | undefined;
  asOf?: number | undefined;
  statusList?: string | undefined;
};

/** Many artefacts: `lines` of them as they come, or one container; `full`: with checks, evidence and claims. */
export type SetOrder = {
  policy: VerificationOrder['policy'];
  asOf: number | undefined;
  full: boolean;
  lines: boolean;
  stream: AsyncIterable<Uint8Array>;
  /** Aborted when the answer is sent or its reader has gone. */
  gone: AbortSignal;
};

/** A register as it comes in; `from` is the number of its first row. */
export type SentRegister = { type: string; format: 'ndjson' | 'csv'; from: number; stream: AsyncIterable<Uint8Array> };

/**
 * What the endpoints call: use cases with their dependencies already given, in the API's shapes. region.ts makes it;
 * nothing else knows both sides. Errors are those of the use cases, rendered by their `code`.
 */
export type Services = {
  version: string;
  clock: Clock;
  tokens: Tokens;
  /** The application fills this in from its own routes. */
  apiDocument(): OpenApiDocument;
  health(): Promise<Out<typeof healthSchema>>;
  catalogue(): Out<typeof typesSchema>;
  trustedPoints(): { home: TrustedPoint; partners: TrustedPoint[] };
  chains(): Promise<Out<typeof chainsSchema>>;
  relayEvidence(request: RelayRequest): Promise<EvidenceBundle>;
  /**
   * Of home, or of a partner's chain.
   * @throws BundlesNotOffered, BundlesBusy, ChainUnknown, ChainUnreachable, ChainBehind, PartnerUnreachable
   */
  offlineBundles: {
    describe(chain: string | undefined, selection: BundleSelection, gone: AbortSignal): Promise<BundleSummary>;
    read(
      chain: string | undefined,
      selection: BundleSelection,
      gone: AbortSignal,
    ): Promise<{ bytes: Uint8Array; etag: string }>;
  };
  /** The verdict with all that it rests on. */
  verify(request: VerificationOrder): Promise<Verified>;
  /** @throws SetsBusy, SetTooLarge */
  verifySet(order: SetOrder): Promise<AsyncIterable<Out<typeof setLineSchema>>>;
  receipts: {
    /** @param kept for whom and which case it is kept; undefined: it is only given out */
    make(
      verified: Verified,
      kept: { caller: Caller; case: string } | undefined,
    ): Promise<{ receipt: Out<typeof receipt.madeReceiptSchema>; archive: Out<typeof receipt.archiveSchema> }>;
    /** @throws ReceiptUnknown */
    read(caller: Caller, id: string): Promise<Out<typeof receipt.receiptSchema>>;
  };

  issueCertificate(
    caller: Caller,
    body: Out<typeof certificate.issueRequestSchema>,
    idempotencyKey: string,
  ): Promise<Out<typeof certificate.issuedSchema> | Out<typeof certificate.acceptedSchema>>;
  readCertificate(caller: Caller, id: string): Promise<Out<typeof certificate.certificateSchema>>;
  issueInstance(
    caller: Caller,
    id: string,
    body: Out<typeof certificate.instanceRequestSchema>,
    idempotencyKey: string,
  ): Promise<Out<typeof certificate.instanceSchema> | Out<typeof certificate.instanceAcceptedSchema>>;
  changeStatus(
    caller: Caller,
    id: string,
    body: Out<typeof certificate.statusChangeRequestSchema>,
    idempotencyKey: string,
  ): Promise<Out<typeof certificate.statusChangedSchema> | Out<typeof certificate.statusPendingSchema>>;

  issueBatches: {
    send(
      caller: Caller,
      rows: SentRegister,
      idempotencyKey: string,
    ): Promise<Out<typeof batch.issueBatchReceivedSchema>>;
    dryRun(caller: Caller, rows: SentRegister): Promise<Out<typeof batch.dryRunSchema>>;
    list(
      caller: Caller,
      page: { before?: string | undefined; limit: number },
    ): Promise<Out<typeof batch.issueBatchSchema>[]>;
    read(caller: Caller, id: string): Promise<Out<typeof batch.issueBatchSchema>>;
    results(
      caller: Caller,
      id: string,
      order: { after: number; withCertificates: boolean },
    ): Promise<AsyncIterable<Out<typeof batch.rowResultSchema>>>;
    follow(caller: Caller, id: string, signal: AbortSignal): Promise<AsyncIterable<Out<typeof batch.issueBatchSchema>>>;
    cancel(caller: Caller, id: string): Promise<Out<typeof batch.issueBatchSchema>>;
  };

  statusBatches: {
    preview(
      caller: Caller,
      body: Out<typeof statusBatch.statusPreviewRequestSchema>,
    ): Promise<Out<typeof statusBatch.statusPreviewSchema>>;
    confirm(
      caller: Caller,
      body: Out<typeof statusBatch.statusBatchRequestSchema>,
      idempotencyKey: string,
    ): Promise<Out<typeof statusBatch.statusBatchAcceptedSchema>>;
    read(caller: Caller, id: string): Promise<Out<typeof statusBatch.statusBatchSchema>>;
  };

  publishRecords(
    caller: Caller,
    body: Out<typeof record.recordsRequestSchema>,
    idempotencyKey: string,
  ): Promise<Out<typeof record.recordsCommittedSchema> | Out<typeof record.recordsAcceptedSchema>>;
  queryRecords(caller: Caller, body: Out<typeof record.recordQuerySchema>): Promise<VerifiedAnswer>;
  holdings(person: string): Promise<Out<typeof holdingsSchema>>;

  /** What certificates lead wallets and verifiers to. */
  wallets: {
    /** @throws TypeUnknown */
    type(code: string, major: number): { metadata: SharedText; template: SharedText };
    /** @throws StatusListUnknown, ChainUnreachable, SignerUnavailable */
    statusList(path: StatusListPath): Promise<SharedText>;
  };

  /**
   * @returns the reliance's id; undefined when there is nothing of this region to rely on
   */
  registerReliance(
    caller: Caller,
    given: { case: string; artefact: string; verdict: Verdict },
  ): Promise<string | undefined>;
  /** The licence identifier of what replaced a certificate of this region. */
  copySupersededBy(artefact: string): Promise<string | undefined>;
  /** The same by the copy's leaf, 0x hex. */
  supersededBy(leaf: string, chain?: string): Promise<string | undefined>;
  notices: {
    key: Out<typeof notice.jwksSchema>['keys'][number];
    inbox(
      caller: Caller,
      page: { after?: string | undefined; newestFirst: boolean; limit: number },
    ): Promise<Out<typeof notice.noticeSchema>[]>;
    seen(caller: Caller): Promise<string | null>;
    /** @throws NoticeUnknown */
    markSeen(caller: Caller, through: string): Promise<void>;
    failures(limit: number): Promise<Out<typeof notice.noticeSchema>[]>;
    webhook(caller: Caller): Promise<string | null>;
    /** @throws WebhookUnusable */
    setWebhook(caller: Caller, url: string | null): Promise<void>;
  };

  presentations: Presentations;
  listEvents(after: number, limit: number): Promise<LogPage>;
  /** @throws ExampleUnknown */
  examples: { list(): Promise<string[]>; read(name: string): Promise<string> };
  development: {
    citizens(): Promise<DemoCitizen[]>;
    issueToken(request: DevelopmentTokenRequest, now: number): Promise<{ token: string; expiresAt: number }>;
  };
};
