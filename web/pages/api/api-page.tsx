import { useEffect } from 'react';
import { client } from '../../api/client.ts';
import { useTexts } from '../../shell/language.tsx';
import { Loading, Page } from '../../shell/page.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useLoad } from '../../shell/use-load.ts';
import './api.css';
import { EndpointView } from './endpoint-view.tsx';
import { messages } from './messages.ts';
import { endpointsByTag } from './openapi.ts';
import type { OpenApi } from './openapi.ts';
import { SchemaList } from './schema-view.tsx';

/** The service's own OpenAPI document, made readable. */
export function ApiPage() {
  const words = useTexts(messages);
  const { value, error, reload } = useLoad((signal) => client.openApi({ signal }) as Promise<OpenApi>, []);
  useEffect(() => {
    if (value === undefined) return;
    const openTarget = () => {
      const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
      if (target instanceof HTMLDetailsElement) target.open = true;
      target?.scrollIntoView();
    };
    openTarget();
    window.addEventListener('hashchange', openTarget);
    return () => window.removeEventListener('hashchange', openTarget);
  }, [value]);
  return (
    <Page title={words.title} lead={words.lead}>
      {value === undefined && error === undefined && <Loading />}
      {value === undefined && error !== undefined && <ProblemNotice error={error} retry={reload} />}
      {value !== undefined && (
        <>
          <p>
            <a href="/openapi.json" target="_blank" rel="noreferrer">
              {words.raw}
            </a>{' '}
            <span className="soft">{value.info.version}</span>
          </p>
          {[...endpointsByTag(value)].map(([tag, endpoints]) => (
            <section key={tag} className="card tag" aria-labelledby={`tag-${tag}`}>
              <h2 id={`tag-${tag}`}>{tag}</h2>
              {endpoints.map((endpoint) => (
                <EndpointView key={`${endpoint.method} ${endpoint.path}`} endpoint={endpoint} />
              ))}
            </section>
          ))}
          <section className="card stack" aria-labelledby="schemas-title">
            <h2 id="schemas-title">{words.schemas}</h2>
            <SchemaList schemas={value.components?.schemas ?? {}} />
          </section>
        </>
      )}
    </Page>
  );
}
