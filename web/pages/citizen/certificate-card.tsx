import { Button } from 'antd';
import { useMemo } from 'react';
import { certificateContents } from '../../../service/verify/index.ts';
import type { CertificateStatus, HeldCertificate } from '../../api/answers.ts';
import { webPrimitives } from '../../../service/proof/web-primitives.ts';
import { ClaimFacts } from '../../shell/claim-facts.tsx';
import { ErrorBoundary } from '../../shell/error-boundary.tsx';
import { CheckIcon, ClockIcon, CrossIcon, DownloadIcon, PhoneIcon, QuestionIcon } from '../../shell/icons.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { departmentName } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { saveText } from '../../shell/save-text.ts';
import { formatDate, nowSeconds } from '../../shell/time.ts';
import { messages } from './messages.ts';

type StatusShown = CertificateStatus | 'expired' | 'pending' | 'failed';

/** What a holder should know first: the chain's status, or that the time is over, or that it is still being issued. */
export function statusOf(certificate: HeldCertificate, now: number): StatusShown {
  if (certificate.state === 'failed') return 'failed';
  if (certificate.state !== 'issued') return 'pending';
  if (certificate.status !== 'valid') return certificate.status;
  return typeof certificate.validUntil === 'number' && certificate.validUntil <= now ? 'expired' : 'valid';
}

const marks = {
  valid: { kind: 'valid', icon: CheckIcon },
  suspended: { kind: 'undetermined', icon: QuestionIcon },
  revoked: { kind: 'invalid', icon: CrossIcon },
  superseded: { kind: 'invalid', icon: CrossIcon },
  expired: { kind: 'invalid', icon: ClockIcon },
  failed: { kind: 'invalid', icon: CrossIcon },
  pending: { kind: 'neutral', icon: ClockIcon },
} as const;

type Props = { certificate: HeldCertificate; region: Region; show: () => void };

/** One certificate of the holder: kind, state, content, and what can be done with it. */
export function CertificateCard({ certificate, region, show }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const type = region.catalogue.types.find((one) => one.code === certificate.type);
  const name = type?.name[language] ?? certificate.type;
  const status = statusOf(certificate, nowSeconds());
  const { kind, icon: Mark } = marks[status];
  const text = certificate.certificate;
  return (
    <article className="card stack certificate" data-certificate={certificate.type} data-status={status}>
      <div className="row spread">
        <h2>{name}</h2>
        <span className={`mark mark-${kind}`}>
          <Mark size={16} /> {words.statuses[status]}
        </span>
      </div>
      {certificate.statusChangePending && <p className="note">{words.changePending}</p>}
      <dl className="facts">
        <dt>{words.issuer}</dt>
        <dd>{departmentName(region, certificate.department)?.[language] ?? certificate.department}</dd>
        <dt>{words.validUntil}</dt>
        <dd>
          {typeof certificate.validUntil === 'number' ? formatDate(certificate.validUntil, language) : words.noEnd}
        </dd>
        <dt>{words.licence}</dt>
        <dd>
          <code>{certificate.licence}</code>
        </dd>
      </dl>
      {text !== undefined && (
        <details>
          <summary>{words.content}</summary>
          <ErrorBoundary>
            <Claims text={text} fields={type?.claims ?? {}} />
          </ErrorBoundary>
        </details>
      )}
      <div className="row">
        <Button type="primary" icon={<PhoneIcon />} disabled={status !== 'valid'} onClick={show}>
          {status === 'valid' ? words.show : words.cannotShow}
        </Button>
        {text !== undefined && (
          <Button icon={<DownloadIcon />} onClick={() => saveText(`${certificate.licence}.txt`, text)}>
            {words.save}
          </Button>
        )}
      </div>
    </article>
  );
}

function Claims({ text, fields }: { text: string; fields: Parameters<typeof ClaimFacts>[0]['fields'] }) {
  const { open, disclosable } = useMemo(() => certificateContents(webPrimitives().sha256, text), [text]);
  const disclosed = Object.fromEntries(disclosable.map(({ name, value }) => [name, value]));
  return <ClaimFacts fields={fields} values={{ ...open, ...disclosed }} />;
}
