import { Input, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import type { Reason } from '../../api/answers.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { Page, WithRegion } from '../../shell/page.tsx';
import './reasons.css';
import { messages } from './messages.ts';

/** Every reason that a verdict can name: meaning, what to do, and the standard it rests on. */
export function ReasonsPage() {
  const words = useTexts(messages);
  return (
    <Page title={words.title} lead={words.lead}>
      <WithRegion>{(region) => <ReasonTable reasons={[...region.reasons.values()]} />}</WithRegion>
    </Page>
  );
}

type Filter = 'all' | Reason['verdict'];
const filters: Filter[] = ['all', 'valid', 'invalid', 'undetermined'];

function matches(reason: Reason, filter: Filter, query: string): boolean {
  if (filter !== 'all' && reason.verdict !== filter) return false;
  const text = [reason.code, reason.reference, ...Object.values(reason.zh), ...Object.values(reason.en)].join('\n');
  return text.toLowerCase().includes(query.trim().toLowerCase());
}

function ReasonTable({ reasons }: { reasons: Reason[] }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const [filter, setFilter] = useState<Filter>('all');
  const [query, setQuery] = useState('');
  const shown = reasons.filter((reason) => matches(reason, filter, query));
  const marked = decodeURIComponent(window.location.hash.slice(1));

  useEffect(() => {
    if (marked !== '') document.getElementById(marked)?.scrollIntoView({ block: 'center' });
  }, [marked]);

  return (
    <div className="stack">
      <div className="row">
        <Segmented<Filter>
          aria-label={words.filter}
          value={filter}
          onChange={setFilter}
          options={filters.map((kind) => ({ value: kind, label: words.verdicts[kind] }))}
        />
        <Input
          className="reason-search"
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          allowClear
        />
        <p className="soft number" role="status">
          {words.count(shown.length)}
        </p>
      </div>
      <div className="card reason-card">
        <table className="reason-table">
          <thead>
            <tr>
              <th scope="col">{words.code}</th>
              <th scope="col">{words.meaning}</th>
              <th scope="col">{words.next}</th>
              <th scope="col">{words.reference}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((reason) => (
              <tr key={reason.code} id={reason.code} className={reason.code === marked ? 'reason-marked' : undefined}>
                <th scope="row">
                  <code>{reason.code}</code>
                  <span className={`mark mark-${reason.verdict}`}>{words.verdicts[reason.verdict]}</span>
                </th>
                <td>{reason[language].meaning}</td>
                <td data-label={words.next}>{reason[language].next}</td>
                <td data-label={words.reference} className="soft small">
                  {reason.reference}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
