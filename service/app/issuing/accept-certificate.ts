import type { LicenceContent } from '../../domain/certificate.ts';
import type { CertificateType } from '../../domain/certificate-type.ts';
import { checkedClaims } from '../../domain/claims.ts';
import { FIRST_VERSION, licenceIdentifier } from '../../domain/licence-identifier.ts';
import { identityOf } from '../../domain/person-identity.ts';
import type { Subject } from '../../domain/person-identity.ts';
import { validityPeriod, yearOf } from '../../domain/validity.ts';
import { StoreConflict } from '../../ports/store.ts';
import { earlierResult, requestKey } from '../idempotency/request-key.ts';
import type { RequestRow } from '../idempotency/request-key.ts';
import type { IssuingDeps } from './deps.ts';
import { certificateType, vctOf } from './deps.ts';
import { NotInCharge, ValidityInvalid } from './errors.ts';
import { newId, newInstance } from './new-instance.ts';
import { byPersonKey, certificateKey, contentContext, licenceKey, NOTHING } from './rows.ts';
import type { CertificateRow, LicenceRow } from './rows.ts';
import { succeed } from './succession.ts';

/** A department's request for one certificate. Times are Unix seconds. */
export type CertificateRequest = {
  type: string;
  subject: Subject;
  claims: Record<string, unknown>;
  validFrom?: number | undefined;
  validUntil?: number | undefined;
  /** An earlier certificate of the person that this one renews or corrects. */
  supersedes?: { certificate: string; reason: string } | undefined;
};

export type CertificateOrder = {
  /** USCC of the department that asks, as its token says. */
  department: string;
  /** Who acted for it; goes into the log. */
  actor: string;
  case?: string | undefined;
  idempotencyKey: string;
  body: CertificateRequest;
};

/** Lost races: the same request twice, or the same new person twice, at the same moment. */
const MAX_ATTEMPTS = 4;
const SERIAL_DIGITS = 8;

/** The type, if the department is the one that issues it. @throws CertificateTypeUnknown, NotInCharge */
export function typeInCharge(deps: Pick<IssuingDeps, 'region'>, department: string, code: string): CertificateType {
  const type = certificateType(deps, code);
  const known = deps.region.departments.find(({ uscc }) => uscc === department);
  if (known?.kind !== type.owner) throw new NotInCharge(`${department} does not issue ${code}`);
  return type;
}

/** A licence of its own: the department's next serial of the type, in its first version. */
async function newLicence(
  deps: IssuingDeps,
  department: string,
  typeCode: string,
  now: number,
): ReturnType<typeof succeed> {
  const n = String(await deps.serials.next(department, typeCode)).padStart(SERIAL_DIGITS, '0');
  const serial = `${yearOf(now)}${n}`;
  const licence = licenceIdentifier({ typeCode, issuer: department, serial, version: FIRST_VERSION });
  return { licence, expect: [], put: [] };
}

async function accept(deps: IssuingDeps, order: CertificateOrder): Promise<{ id: string }> {
  const { department, body } = order;
  const request = await requestKey(deps.vault, `certificates/${department}`, order.idempotencyKey, body);
  const earlier = await earlierResult(deps.store, request);
  if (earlier !== undefined) return { id: earlier };

  const now = deps.clock.now();
  const type = typeInCharge(deps, department, body.type);
  const identity = identityOf(body.subject, now);
  const claims = checkedClaims(type, body.claims, identity.number);
  const period = validityPeriod(type, body, now);
  if (!period) throw new ValidityInvalid('validUntil must be later than validFrom');
  const { person, put: enrolment } = await deps.vault.enrol(identity);

  const vct = vctOf(deps, type);
  const id = newId(deps);
  const { supersedes } = body;
  const named = supersedes
    ? await succeed(deps, { ...order, ...{ id, person, type: type.code, supersedes } })
    : await newLicence(deps, department, type.typeCode, now);
  const { licence } = named;
  const content: LicenceContent = { department, licence, acceptedAt: now, ...period, claims };
  const identified = { id, person, department, type: { code: type.code, major: type.major } };
  const instance = await newInstance(deps, identified, content);
  const row: CertificateRow = {
    ...identified,
    licence,
    ...(supersedes && { supersedes: supersedes.certificate }),
    acceptedAt: now,
    ...period,
    status: 'valid',
    instances: [instance.row.id],
    sealed: await deps.vault.seal(person, contentContext(id), content),
  };
  const remembered: RequestRow = { digest: request.digest, id };
  await deps.store.commit({
    expect: [
      ...[request.key, ...enrolment.map(([key]) => key)].map((key) => ({ key, value: undefined })),
      ...named.expect,
    ],
    events: [
      {
        type: 'certificate.accepted',
        v: 1,
        subject: person,
        actor: order.actor,
        ...(order.case !== undefined && { case: order.case }),
        facts: {
          ...{ certificate: id, instance: instance.row.id, department, vct, licence, leaf: instance.row.leaf },
          ...(supersedes && { supersedes: supersedes.certificate }),
        },
        sealed: instance.row.sealed,
      },
    ],
    put: [
      ...enrolment,
      [request.key, remembered],
      [certificateKey(id), row],
      [licenceKey(deps.sha256, licence), { certificate: id } satisfies LicenceRow],
      [byPersonKey(person, id), NOTHING],
      ...instance.put,
      ...named.put,
      // Only now: an earlier number would take back those that others were given meanwhile.
      ...(supersedes ? [] : [deps.serials.put(department, type.typeCode)]),
    ],
  });
  return { id };
}

/**
 * Accepts a request for a certificate: when it returns, the certificate will be issued exactly once, whatever happens to
 * this process. The same request under the same idempotency key gives the same id.
 *
 * @throws CertificateTypeUnknown, NotInCharge, SubjectInvalid, ClaimsInvalid, ValidityInvalid, StatusReasonUnknown,
 *   PredecessorUnusable: correct the request
 * @throws StatusChangePending: the certificate to be superseded is being changed; in a few seconds
 * @throws IdempotencyMismatch: use a new key
 * @throws SignerUnavailable, StoreUnavailable: nothing was accepted, try again with the same key
 */
export async function acceptCertificate(deps: IssuingDeps, order: CertificateOrder): Promise<{ id: string }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await accept(deps, order);
    } catch (error) {
      if (!(error instanceof StoreConflict) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
