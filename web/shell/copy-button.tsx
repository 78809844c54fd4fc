import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { CheckIcon, CopyIcon } from './icons.tsx';

type Props = { text: () => string; label: string; done: string; failed: string };

/** Copies a text and says so for two seconds, for screen readers too. */
export function CopyButton({ text, label, done, failed }: Props) {
  const [outcome, setOutcome] = useState<'done' | 'failed'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setOutcome('done'),
      () => setOutcome('failed'),
    );
  };
  return (
    <>
      <Button onClick={copy} icon={outcome === 'done' ? <CheckIcon size={18} /> : <CopyIcon size={18} />}>
        {outcome === undefined ? label : outcome === 'done' ? done : failed}
      </Button>
      <span className="visually-hidden" role="status">
        {outcome === undefined ? '' : outcome === 'done' ? done : failed}
      </span>
    </>
  );
}
