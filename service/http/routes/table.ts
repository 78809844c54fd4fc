import type { Route } from '../route.ts';
import { apiDocument } from './api-document.ts';
import { reasons, types } from './catalogue.ts';
import { changeStatus, issueCertificate, issueInstance, readCertificate } from './certificates.ts';
import { developmentCitizens, developmentToken } from './development.ts';
import { events } from './events.ts';
import { listExamples, readExample } from './examples.ts';
import { health } from './health.ts';
import { holdings } from './holdings.ts';
import { deadNotices, markNoticesSeen, notices, readWebhook, serviceKeys, setWebhook } from './notices.ts';
import { describeOfflineBundle, readOfflineBundle } from './offline-bundles.ts';
import { fillPresentation, openPresentation, takePresentation } from './presentations.ts';
import {
  cancelIssueBatch,
  issueBatchProgress,
  issueBatchResults,
  listIssueBatches,
  readIssueBatch,
  sendIssueBatch,
} from './issue-batches.ts';
import { receipt } from './receipts.ts';
import { publishRecords, queryRecords } from './records.ts';
import { confirmStatusBatch, previewStatusBatch, readStatusBatch } from './status-batches.ts';
import { chains, evidence, trustedPoint } from './trust.ts';
import { statusList, typeMetadata, typeTemplate } from './wallets.ts';
import { verificationSet } from './verification-sets.ts';
import { supersession, verification } from './verifications.ts';

/** Every endpoint of the API, in the order of its document. */
export const routes: readonly Route[] = [
  health,
  apiDocument,
  reasons,
  types,
  typeMetadata,
  typeTemplate,
  statusList,
  trustedPoint,
  chains,
  evidence,
  describeOfflineBundle,
  readOfflineBundle,
  verification,
  verificationSet,
  receipt,
  supersession,
  issueCertificate,
  readCertificate,
  issueInstance,
  changeStatus,
  previewStatusBatch,
  confirmStatusBatch,
  readStatusBatch,
  sendIssueBatch,
  listIssueBatches,
  readIssueBatch,
  issueBatchResults,
  issueBatchProgress,
  cancelIssueBatch,
  notices,
  markNoticesSeen,
  readWebhook,
  setWebhook,
  deadNotices,
  serviceKeys,
  publishRecords,
  queryRecords,
  holdings,
  openPresentation,
  fillPresentation,
  takePresentation,
  events,
  listExamples,
  readExample,
  developmentCitizens,
  developmentToken,
];
