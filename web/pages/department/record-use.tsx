import { Button, Input } from 'antd';
import { useState } from 'react';
import { offices } from '../../api/offices.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { messages } from './inbox-messages.ts';

type Outcome = { kept: string } | { other: true } | { code: string };

/** Verifies a certificate by the city's service and has it remember that a case rests on it. */
export function RecordUse({ token, region }: { token: string; region: Region }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const [matter, setMatter] = useState('');
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);

  const rely = () => {
    setWorking(true);
    setOutcome(undefined);
    setFailure(undefined);
    offices
      .rely(token, text.trim(), matter.trim())
      .then(({ verdict, codes, reliance }) => {
        if (reliance !== undefined) {
          setOutcome({ kept: matter.trim() });
          setText('');
        } else setOutcome(verdict === 'valid' ? { other: true } : { code: codes[0] ?? verdict });
      }, setFailure)
      .finally(() => setWorking(false));
  };
  return (
    <section className="card stack" aria-labelledby="rely-title">
      <div>
        <h2 id="rely-title">{words.relyTitle}</h2>
        <p className="soft">{words.relyLead}</p>
      </div>
      <div className="field">
        <label htmlFor="rely-case" className="box-label">
          {words.relyCase}
        </label>
        <Input
          id="rely-case"
          aria-describedby="rely-case-hint"
          autoComplete="off"
          maxLength={64}
          value={matter}
          onChange={(event) => setMatter(event.target.value)}
        />
        <p className="soft small" id="rely-case-hint">
          {words.relyCaseHint}
        </p>
      </div>
      <div className="field">
        <label htmlFor="rely-artefact" className="box-label">
          {words.relyArtefact}
        </label>
        <Input.TextArea
          id="rely-artefact"
          className="mono"
          rows={3}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className="row">
        <Button
          data-action="rely"
          type="primary"
          loading={working}
          disabled={matter.trim() === '' || text.trim() === ''}
          onClick={rely}
        >
          {working ? words.relying : words.rely}
        </Button>
      </div>
      <div role="status" data-outcome={outcome && Object.keys(outcome)[0]}>
        {outcome !== undefined && <p>{said(outcome)}</p>}
      </div>
      {failure !== undefined && <ProblemNotice error={failure} />}
    </section>
  );

  function said(of: Outcome): string {
    if ('kept' in of) return words.kept(of.kept);
    if ('other' in of) return words.other;
    const reason = region.reasons.get(of.code)?.[language];
    return `${words.notKept}: ${reason?.meaning ?? of.code} ${reason?.next ?? ''}`;
  }
}
