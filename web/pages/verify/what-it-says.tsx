import type { ReactNode } from 'react';
import type { JsonObject } from '../../../service/proof/canonical-json.ts';
import type { Verdict } from '../../../service/verify/index.ts';
import { ClaimFacts } from '../../shell/claim-facts.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { cityOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { formatDate, formatTime } from '../../shell/time.ts';
import { messages } from './messages.ts';
import { subjectOf } from './subject.ts';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === undefined) return null;
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The disclosed content in the words of its type; what is not proven says so first. */
export function WhatItSays({ verdict, claims, region }: { verdict: Verdict; claims: JsonObject; region: Region }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const subject = subjectOf(verdict, claims, region);
  const { record } = subject;
  const date = (at: number | undefined) => (at === undefined ? undefined : formatDate(at, language));
  const valid = verdict.verdict === 'valid';
  return (
    <section className="card stack" aria-labelledby="contents-title">
      <div className="stack-tight">
        <h3 id="contents-title">{subject.title?.[language] ?? words.contents}</h3>
        <p className={valid ? 'soft' : 'note'}>{valid ? words.proven : words.unproven}</p>
      </div>
      <ClaimFacts fields={subject.fields} values={subject.values} />
      <dl className="facts facts-small">
        {record?.present === false && <Fact label={words.recordSubject}>{record.number}</Fact>}
        <Fact label={words.issuer}>{subject.issuer?.[language] ?? subject.issuerUri}</Fact>
        <Fact label={words.city}>{cityOf(region, verdict.region)?.name[language]}</Fact>
        <Fact label={words.licence}>{subject.licence && <code>{subject.licence}</code>}</Fact>
        {subject.validFrom !== undefined && (
          <>
            <Fact label={words.validFrom}>{formatTime(subject.validFrom, language)}</Fact>
            <Fact label={words.validUntil}>{date(subject.validUntil) ?? words.noEnd}</Fact>
          </>
        )}
        <Fact label={words.recordAsOf}>{date(record?.asOf)}</Fact>
        <Fact label={words.coverage}>
          {record?.coverage &&
            words.coverageOf(formatDate(record.coverage[0], language), formatDate(record.coverage[1], language))}
        </Fact>
      </dl>
      {subject.withheld && <p className="soft small">{words.notShown}</p>}
    </section>
  );
}
