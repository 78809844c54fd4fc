import { Button } from 'antd';
import { endOfDay } from '../../../service/verify/index.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { formatTime, nowSeconds } from '../../shell/time.ts';
import { caseMessages } from './case-messages.ts';

/** Today in China, as a date box writes it. */
const today = (): string => new Date((nowSeconds() + 8 * 3600) * 1000).toISOString().slice(0, 10);

/** The end of a day that is over, Unix seconds; undefined for today and for no day: then it is now that counts. */
export function pastDay(day: string): number | undefined {
  const end = endOfDay(day);
  return end !== undefined && end < nowSeconds() ? end : undefined;
}

/** For which day the next verifications are to speak. */
export function AsOfPicker({ day, change }: { day: string; change: (day: string) => void }) {
  const words = useTexts(caseMessages);
  return (
    <div className="as-of-picker">
      <label htmlFor="as-of-day">{words.asOf}</label>
      <div className="row">
        <input
          id="as-of-day"
          type="date"
          value={day}
          max={today()}
          aria-describedby="as-of-hint"
          onChange={(event) => change(event.target.value)}
        />
        {day !== '' && (
          <Button size="small" type="text" onClick={() => change('')}>
            {words.now}
          </Button>
        )}
      </div>
      <p className="soft small" id="as-of-hint">
        {words.asOfHint}
      </p>
    </div>
  );
}

/** That an answer is not about now; nothing for one that is. */
export function PastNote({ asOf }: { asOf: number | undefined }) {
  const words = useTexts(caseMessages);
  const { language } = useLanguage();
  if (asOf === undefined) return null;
  return (
    <p className="as-of" data-past={asOf}>
      {words.speaksOf(formatTime(asOf, language))}
    </p>
  );
}
