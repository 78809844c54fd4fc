import { Button } from 'antd';
import type { JsonObject } from '../../../service/proof/canonical-json.ts';
import type { HeldRecord } from '../../api/answers.ts';
import { ClaimFacts } from '../../shell/claim-facts.tsx';
import { CheckIcon, DownloadIcon, QuestionIcon } from '../../shell/icons.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import type { Region } from '../../shell/region.tsx';
import { saveText } from '../../shell/save-text.ts';
import { formatDate } from '../../shell/time.ts';
import { messages } from './messages.ts';

/** One domain's record of the person with its proof, or the proof that there is none. */
export function RecordCard({ record, region }: { record: HeldRecord; region: Region }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const domain = region.catalogue.domains.find((one) => one.code === record.domain);
  const { leaf } = record.answer;
  const proven = record.verdict.verdict === 'valid';
  const word = !proven ? words.recordUnproven : leaf === undefined ? words.absent : words.present;
  const values = Object.fromEntries((leaf?.fields ?? []).map(({ name, value }) => [name, value])) as JsonObject;
  return (
    <article className="card stack" data-record={record.domain}>
      <div className="row spread">
        <h2>{domain?.name[language] ?? record.domain}</h2>
        <span className={`mark mark-${proven ? 'valid' : 'undetermined'}`}>
          {proven ? <CheckIcon size={16} /> : <QuestionIcon size={16} />} {word}
        </span>
      </div>
      {!proven && (
        <p className="note">
          {record.verdict.codes.map((code) => region.reasons.get(code)?.[language].next ?? code).join(' ')}
        </p>
      )}
      {leaf !== undefined && (
        <>
          <ClaimFacts fields={domain?.fields ?? {}} values={values} />
          <p className="soft small">
            {words.asOf} {formatDate(leaf.asOf, language)}
          </p>
        </>
      )}
      <div className="row">
        <Button
          icon={<DownloadIcon />}
          onClick={() => saveText(`${record.domain}.json`, JSON.stringify(record.answer))}
        >
          {words.save}
        </Button>
      </div>
    </article>
  );
}
