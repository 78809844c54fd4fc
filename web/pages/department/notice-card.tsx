import type { Notice } from '../../api/answers.ts';
import { CheckIcon, CrossIcon, QuestionIcon } from '../../shell/icons.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import type { Region } from '../../shell/region.tsx';
import { formatTime } from '../../shell/time.ts';
import { messages } from './inbox-messages.ts';

const marks = {
  valid: { kind: 'valid', icon: CheckIcon },
  suspended: { kind: 'undetermined', icon: QuestionIcon },
  revoked: { kind: 'invalid', icon: CrossIcon },
  superseded: { kind: 'invalid', icon: CrossIcon },
} as const;

type Props = { notice: Notice; unseen: boolean; region: Region };

/** One change of a certificate that a case rests on. */
export function NoticeCard({ notice, unseen, region }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const { kind, icon: Mark } = marks[notice.to];
  const reason = region.catalogue.statusReasons.find(({ code }) => code === notice.reason);
  return (
    <article
      className={`card stack-tight${unseen ? ' notice-new' : ''}`}
      data-notice={notice.id}
      data-case={notice.case}
      data-to={notice.to}
      data-unseen={unseen}
    >
      <div className="row">
        <span className={`mark mark-${kind}`}>
          <Mark size={16} /> {words.statuses[notice.to]}
        </span>
        {unseen && <strong>{words.unseen}</strong>}
        <span className="soft number">{formatTime(notice.at, language)}</span>
      </div>
      <dl className="facts">
        <dt>{words.matter}</dt>
        <dd>{notice.case}</dd>
        <dt>{words.licence}</dt>
        <dd>
          <code>{notice.licence}</code>
        </dd>
        <dt>{words.reason}</dt>
        <dd>{reason?.[language] ?? notice.reason}</dd>
        {notice.supersededBy !== undefined && (
          <>
            <dt>{words.supersededBy}</dt>
            <dd>
              <code>{notice.supersededBy}</code>
            </dd>
          </>
        )}
        <dt>{words.block}</dt>
        <dd className="number">{notice.height}</dd>
      </dl>
    </article>
  );
}
