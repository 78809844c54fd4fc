import { isFinal } from '../../domain/certificate-status.ts';
import type { LicenceContent } from '../../domain/certificate.ts';
import type { P256Jwk } from '../../domain/holder-key.ts';
import { StoreConflict } from '../../ports/store.ts';
import { earlierResult, requestKey } from '../idempotency/request-key.ts';
import type { RequestRow } from '../idempotency/request-key.ts';
import { ownCertificateRow } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from './deps.ts';
import { CertificateFinal, CertificateUnknown, InstanceLimitReached, StatusChangePending } from './errors.ts';
import { checkHolderProof } from './holder-proof.ts';
import { newInstance } from './new-instance.ts';
import { certificateKey, contentContext } from './rows.ts';
import type { CertificateRow } from './rows.ts';

/** A holder's request for an instance of their own licence, bound to a key on their device. */
export type InstanceOrder = {
  certificate: string;
  /** The person of the citizen's token. */
  person: string;
  idempotencyKey: string;
  body: { jwk: P256Jwk; proof: string };
};

/** All instances of a licence change status in one transaction. */
export const MAX_INSTANCES = 32;
const MAX_ATTEMPTS = 4;

async function accept(deps: IssuingDeps, order: InstanceOrder): Promise<{ certificate: string; instance: string }> {
  const certificate = order.certificate;
  const row = await ownCertificateRow(deps, certificate, ({ person }) => person === order.person);
  if (!row || row.person !== order.person) throw new CertificateUnknown('no such certificate of this person');
  const scope = `instances/${certificate}`;
  const request = await requestKey(deps.vault, scope, order.idempotencyKey, order.body);
  const earlier = await earlierResult(deps.store, request);
  if (earlier !== undefined) return { certificate, instance: earlier };

  if (isFinal(row.status)) throw new CertificateFinal(`the licence is ${row.status}`);
  if (row.change !== undefined) throw new StatusChangePending('a status change is under way');
  if (row.instances.length >= MAX_INSTANCES) throw new InstanceLimitReached(`a licence has ${MAX_INSTANCES} instances`);
  const jwk = await checkHolderProof(deps, { certificate, ...order.body });

  const content = await deps.vault.open<LicenceContent>(row.person, contentContext(certificate), row.sealed);
  const carry = row.status === 'valid' ? {} : { carry: row.status };
  const instance = await newInstance(deps, row, content, { cnf: { jwk }, ...carry });
  const remembered: RequestRow = { digest: request.digest, id: instance.row.id };
  await deps.store.commit({
    expect: [
      { key: request.key, value: undefined },
      { key: certificateKey(certificate), value: row },
    ],
    events: [
      {
        type: 'instance.accepted',
        v: 1,
        subject: row.person,
        actor: `citizen/${row.person}`,
        facts: { certificate, instance: instance.row.id, department: row.department, leaf: instance.row.leaf },
        sealed: instance.row.sealed,
      },
    ],
    put: [
      [request.key, remembered],
      [
        certificateKey(certificate),
        { ...row, instances: [...row.instances, instance.row.id] } satisfies CertificateRow,
      ],
      ...instance.put,
    ],
  });
  return { certificate, instance: instance.row.id };
}

/**
 * Accepts a holder's request for a further instance of their licence: durable when it returns, and issued exactly once.
 *
 * @throws CertificateUnknown: not theirs, or not there
 * @throws CertificateFinal, InstanceLimitReached: there will be none
 * @throws StatusChangePending, CertificateUnderWay: in a few seconds
 * @throws HolderProofInvalid, IdempotencyMismatch: correct the request
 * @throws SignerUnavailable, StoreUnavailable: nothing was accepted, try again with the same key
 */
export async function acceptInstance(
  deps: IssuingDeps,
  order: InstanceOrder,
): Promise<{ certificate: string; instance: string }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await accept(deps, order);
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
