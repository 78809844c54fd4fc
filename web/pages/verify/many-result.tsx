import { Button } from 'antd';
import { useState } from 'react';
import type { VerdictWord } from '../../../service/verify/index.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import type { Region } from '../../shell/region.tsx';
import { caseMessages } from './case-messages.ts';
import { messages } from './messages.ts';
import type { ManyRow } from './run-many.ts';
import type { ManyState } from './use-many.ts';
import { OutcomeMark } from './verdict-mark.tsx';

const ORDER = ['valid', 'invalid', 'undetermined'] as const;
const OUTCOME = { valid: 'passed', invalid: 'failed', undetermined: 'undetermined' } as const;
/** A browser draws so many rows without falter. */
const MAX_ROWS = 200;

type Props = { state: ManyState; region: Region; choose: (row: ManyRow) => void };

/** How far a set is, what each item came to, and what does not fit between them. */
export function ManyResult({ state, region, choose }: Props) {
  const words = useTexts(caseMessages);
  const shared = useTexts(messages);
  const { language } = useLanguage();
  const [shown, setShown] = useState<VerdictWord | 'all'>('all');
  const { total, rows, done, findings = [] } = state;
  const known = rows.filter((row) => row !== undefined);
  const listed = shown === 'all' ? rows : known.filter(({ word }) => word === shown);
  return (
    <section className="card stack many" aria-labelledby="many-title" data-many={done === total ? 'done' : 'running'}>
      <h2 id="many-title">{words.many(total)}</h2>
      <div className="stack-tight">
        <progress value={done} max={total} aria-label={words.progress(done, total)} />
        <p role="status">
          {words.progress(done, total)}
          {done === total &&
            ` · ${ORDER.map((word) => words.counts[word](known.filter((row) => row.word === word).length)).join(' · ')}`}
        </p>
      </div>
      {findings.length > 0 && (
        <div className="notices" role="note" aria-label={words.findings}>
          <h3>{words.findings}</h3>
          {findings.map(({ code, items, ...texts }) => (
            <p key={code + items.join()} data-finding={code}>
              {texts[language].meaning} {texts[language].next}{' '}
              <span className="soft">({items.map((item) => rows[item]?.path).join(', ')})</span>
            </p>
          ))}
        </div>
      )}
      <div className="row">
        <label htmlFor="many-shown">{words.show}</label>
        <select id="many-shown" value={shown} onChange={(event) => setShown(event.target.value as VerdictWord | 'all')}>
          <option value="all">{words.all}</option>
          {ORDER.map((word) => (
            <option key={word} value={word}>
              {shared.verdicts[word].word}
            </option>
          ))}
        </select>
      </div>
      <table className="many-list">
        <thead>
          <tr>
            <th scope="col">{words.item}</th>
            <th scope="col">{words.answer}</th>
          </tr>
        </thead>
        <tbody>
          {listed.slice(0, MAX_ROWS).map((row, place) => (
            <tr key={row === undefined ? `waiting ${place}` : `${place} ${row.path}`} data-row={row?.code}>
              <th scope="row">
                {row?.text === undefined ? (
                  (row?.path ?? '…')
                ) : (
                  <Button type="link" onClick={() => choose(row)}>
                    {row.path}
                  </Button>
                )}
                {row?.title !== undefined && <p className="soft small">{row.title[language]}</p>}
              </th>
              <td>{row === undefined ? words.pending : <Answer row={row} region={region} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {listed.length > MAX_ROWS && <p className="soft small">{words.only(MAX_ROWS)}</p>}
    </section>
  );
}

function Answer({ row: { word, code }, region }: { row: ManyRow; region: Region }) {
  const shared = useTexts(messages);
  const { language } = useLanguage();
  return (
    <>
      <OutcomeMark outcome={OUTCOME[word]} word={shared.verdicts[word].word} />
      {word !== 'valid' && <p className="soft small">{region.reasons.get(code)?.[language].meaning ?? code}</p>}
    </>
  );
}
