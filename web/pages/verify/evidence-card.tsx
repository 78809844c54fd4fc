import type { EvidenceSummary, Verdict } from '../../../service/verify/index.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { cityOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { formatSpan, formatTime, useNow } from '../../shell/time.ts';
import { messages } from './messages.ts';

/** Seconds since the validators last said that this is the chain, counted on from the moment of the verdict. */
export function evidenceAge(verdict: Verdict, evidence: EvidenceSummary, now: number): number {
  return evidence.ageSeconds + Math.max(0, now - verdict.checkedAt);
}

/** Which block the answer rests on, who vouches for it, and how old that is by now. */
export function EvidenceCard({ verdict, evidence, region }: Props & { region: Region }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const city = cityOf(region, evidence.chain);
  return (
    <section className="card stack" aria-labelledby="evidence-title">
      <h3 id="evidence-title">{words.evidence}</h3>
      <dl className="facts">
        <dt>{words.chain}</dt>
        <dd>
          {city?.name[language]} <code>{evidence.chain}</code>
        </dd>
        <dt>{words.height}</dt>
        <dd className="number">{evidence.height}</dd>
        <dt>{words.blockHash}</dt>
        <dd>
          <code>{evidence.blockHash}</code>
        </dd>
        <dt>{words.blockTime}</dt>
        <dd>{formatTime(evidence.blockTime, language)}</dd>
        <dt>{words.quorum}</dt>
        <dd>
          {words.votes(evidence.votes, evidence.quorum)}
          {evidence.development && <span className="mark mark-undetermined tag-after">{words.demonstration}</span>}
        </dd>
        <dt>{words.age}</dt>
        <dd>
          <Age verdict={verdict} evidence={evidence} />
        </dd>
      </dl>
    </section>
  );
}

type Props = { verdict: Verdict; evidence: EvidenceSummary };

function Age({ verdict, evidence }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const age = evidenceAge(verdict, evidence, useNow());
  const { maxAgeSeconds: limit } = evidence;
  const left = Math.max(0, 1 - age / limit);
  return (
    <>
      <span className="number" data-age={age}>
        {words.ageOf(formatSpan(age, language), formatSpan(limit, language))}
      </span>
      <span className="age-bar" aria-hidden="true">
        <span style={{ width: `${left * 100}%` }} />
      </span>
    </>
  );
}
