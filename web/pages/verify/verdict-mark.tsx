import type { Outcome, VerdictWord } from '../../../service/verify/index.ts';
import { CheckIcon, CrossIcon, DashIcon, QuestionIcon } from '../../shell/icons.tsx';

/** The icon of a verdict; shapes differ so that nobody needs the colour. */
export function VerdictIcon({ verdict, size }: { verdict: VerdictWord; size?: number }) {
  if (verdict === 'valid') return <CheckIcon size={size} />;
  if (verdict === 'invalid') return <CrossIcon size={size} />;
  return <QuestionIcon size={size} />;
}

const outcomeVerdict: Record<Exclude<Outcome, 'notApplicable'>, VerdictWord> = {
  passed: 'valid',
  failed: 'invalid',
  undetermined: 'undetermined',
};

/** One check's outcome as icon and word. */
export function OutcomeMark({ outcome, word }: { outcome: Outcome; word: string }) {
  const kind = outcome === 'notApplicable' ? undefined : outcomeVerdict[outcome];
  return (
    <span className={`mark mark-${kind ?? 'neutral'}`}>
      {kind === undefined ? <DashIcon size={16} /> : <VerdictIcon verdict={kind} size={16} />}
      {word}
    </span>
  );
}
