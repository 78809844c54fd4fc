import type { CertificateStatus, StatusAction } from '../../domain/certificate-status.ts';
import { uuidToBytes } from '../../domain/uuid.ts';
import type { StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** How far the webhook is: waiting for its time, taken by the other side, or given up. Times are Unix seconds. */
export type Delivery =
  | { state: 'pending'; attempts: number; nextAt: number; trouble?: string }
  | { state: 'delivered'; attempts: number; at: number }
  | { state: 'dead'; attempts: number; at: number; trouble: string };

/** What one who relied on a certificate is told about its change of status. */
export type NoticeRow = {
  id: string;
  relier: string;
  /** The case and the reliance it is about, as the relier named them. */
  case: string;
  reliance: string;
  licence: string;
  action: StatusAction;
  from: CertificateStatus;
  to: CertificateStatus;
  reason: string;
  /** Block in which the change stands. */
  height: number;
  supersededBy?: string;
  at: number;
  /** Absent when the relier had no webhook: the inbox has it all the same. */
  delivery?: Delivery;
};

export type WebhookRow = { relier: string; url: string };
/** A place in the queue, and in the list of those given up. */
export type DeliveryRow = { relier: string; notice: string };

/** How far the relier has marked their inbox as seen: the id of a notice. */
export type NoticesSeenRow = { through: string };

/** @param group `relierGroup` */
export const noticeKey = (group: Uint8Array, id: string): StoreKey => [tables.notices, group, uuidToBytes(id)];
export const webhookKey = (group: Uint8Array): StoreKey => [tables.webhooks, group];
export const noticesSeenKey = (group: Uint8Array): StoreKey => [tables.noticesSeen, group];
export const deliveryKey = (nextAt: number, id: string): StoreKey => [tables.noticeDeliveries, nextAt, uuidToBytes(id)];
export const deadNoticeKey = (id: string): StoreKey => [tables.deadNotices, uuidToBytes(id)];
