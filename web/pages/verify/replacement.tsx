import { client } from '../../api/client.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { cityOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { caseMessages } from './case-messages.ts';
import type { Verification } from './run-verification.ts';

type Props = { superseded: NonNullable<Verification['superseded']>; region: Region };

/** What replaced a superseded certificate, and whose word that is. */
export function Replacement({ superseded: { chain, leaf }, region }: Props) {
  const words = useTexts(caseMessages);
  const { language } = useLanguage();
  const { value, error } = useLoad((signal) => client.supersession(chain, leaf, { signal }), [chain, leaf]);
  const city = cityOf(region, chain)?.name[language] ?? chain;
  if (value === undefined && error === undefined) return null;
  const licence = value?.supersededBy ?? undefined;
  return (
    <section className="card stack-tight" data-replacement={licence ?? ''}>
      {licence !== undefined && (
        <p>
          <strong>{words.replacedBy}</strong> <code>{licence}</code>
        </p>
      )}
      <p className="soft small">
        {error !== undefined
          ? words.notAsked(city)
          : licence === undefined
            ? words.noneKnown(city)
            : words.saidBy(city)}
      </p>
    </section>
  );
}
