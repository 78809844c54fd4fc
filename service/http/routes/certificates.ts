import { z } from 'zod';
import { answer, route } from '../route.ts';
import { uuidSchema } from '../schemas/basic.ts';
import {
  acceptedSchema,
  certificateSchema,
  instanceAcceptedSchema,
  instanceRequestSchema,
  instanceSchema,
  issuedSchema,
  issueRequestSchema,
  statusChangedSchema,
  statusChangeRequestSchema,
  statusPendingSchema,
} from '../schemas/certificate.ts';

const params = z.strictObject({ id: uuidSchema });
const location = { Location: 'Where to see what becomes of it.' };
const seeCertificate = (id: string) => ({ Location: `/v1/certificates/${id}`, 'Retry-After': '1' });

export const issueCertificate = route({
  method: 'POST',
  path: '/v1/certificates',
  operationId: 'issueCertificate',
  roles: ['department'],
  summary: { zh: '签发证照', en: 'Issues a certificate' },
  description:
    'Waits some seconds for the finished certificate. Requests of the same second share a batch on the chain. ' +
    'With `supersedes` it renews or corrects an earlier licence.',
  idempotent: true,
  body: issueRequestSchema,
  answers: {
    201: { description: 'Issued: anchored, final and signed.', body: issuedSchema },
    202: { description: 'Durably accepted; it will be issued exactly once.', body: acceptedSchema, headers: location },
  },
  problems: [
    'certificate.typeUnknown',
    'certificate.notInCharge',
    'certificate.predecessorUnusable',
    'certificate.validityInvalid',
    'certificate.claimsInvalid',
    'certificate.failed',
    'status.reasonUnknown',
    'status.changePending',
    'queue.full',
    'subject.invalid',
    'signer.unavailable',
    'store.conflict',
    'store.unavailable',
  ],
  async handler({ body, caller, idempotencyKey }, services) {
    const result = await services.issueCertificate(caller, body, idempotencyKey);
    return result.state === 'issued' ? answer(201, result) : answer(202, result, seeCertificate(result.id));
  },
});

export const readCertificate = route({
  method: 'GET',
  path: '/v1/certificates/{id}',
  operationId: 'getCertificate',
  roles: ['department', 'citizen', 'auditor'],
  summary: { zh: '证照状态', en: 'A certificate and its state' },
  description: 'A department sees its own, a citizen their own, an auditor all without the certificate’s text.',
  params,
  answers: { 200: { description: 'Its state; any other certificate looks like none.', body: certificateSchema } },
  problems: ['certificate.unknown', 'store.unavailable'],
  handler: async ({ params: { id }, caller }, services) => answer(200, await services.readCertificate(caller, id)),
});

export const issueInstance = route({
  method: 'POST',
  path: '/v1/certificates/{id}/instances',
  operationId: 'issueInstance',
  roles: ['citizen'],
  summary: { zh: '为本人设备密钥签发证照实例', en: 'A further instance of a licence, bound to the holder’s key' },
  idempotent: true,
  params,
  body: instanceRequestSchema,
  answers: {
    201: { description: 'Issued.', body: instanceSchema },
    202: { description: 'Durably accepted.', body: instanceAcceptedSchema, headers: location },
  },
  problems: [
    'certificate.unknown',
    'certificate.final',
    'certificate.underWay',
    'certificate.instanceLimit',
    'certificate.holderProof',
    'certificate.failed',
    'status.changePending',
    'signer.unavailable',
    'store.conflict',
    'store.unavailable',
  ],
  async handler({ params: { id }, body, caller, idempotencyKey }, services) {
    const result = await services.issueInstance(caller, id, body, idempotencyKey);
    return 'certificate' in result ? answer(201, result) : answer(202, result, seeCertificate(id));
  },
});

export const changeStatus = route({
  method: 'POST',
  path: '/v1/certificates/{id}/status-changes',
  operationId: 'changeStatus',
  roles: ['department'],
  summary: { zh: '暂停、恢复、吊销或替换证照', en: 'Suspends, reinstates, revokes or supersedes a licence' },
  description: 'All instances of the licence change in one transaction.',
  idempotent: true,
  params,
  body: statusChangeRequestSchema,
  answers: {
    201: { description: 'Final on the chain.', body: statusChangedSchema },
    202: { description: 'Durably accepted.', body: statusPendingSchema, headers: location },
  },
  problems: [
    'certificate.unknown',
    'status.transition',
    'status.changePending',
    'certificate.underWay',
    'status.reasonUnknown',
    'status.replacementUnusable',
    'status.refused',
    'signer.unavailable',
    'store.conflict',
    'store.unavailable',
  ],
  async handler({ params: { id }, body, caller, idempotencyKey }, services) {
    const result = await services.changeStatus(caller, id, body, idempotencyKey);
    return 'height' in result ? answer(201, result) : answer(202, result, seeCertificate(id));
  },
});
