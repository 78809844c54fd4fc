import { Skeleton } from 'antd';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from './language.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useRegionState } from './region.tsx';
import type { Region } from './region.tsx';

const texts = { zh: { loading: '正在载入', product: '证链' }, en: { loading: 'Loading', product: 'Zhenglian' } };

/** A page's heading, its one-sentence purpose and its title in the browser. */
export function Page({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { product } = useTexts(texts);
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
        {lead !== undefined && <p className="lead">{lead}</p>}
      </header>
      {children}
    </div>
  );
}

/** A quiet placeholder that says for screen readers what it is. */
export function Loading() {
  const words = useTexts(texts);
  return (
    <div className="loading" role="status" aria-label={words.loading}>
      <Skeleton active paragraph={{ rows: 5 }} />
    </div>
  );
}

/** Renders with the city's data once they are there; says what is wrong when they cannot be had. */
export function WithRegion({ children }: { children: (region: Region) => ReactNode }) {
  const { region, error, reload } = useRegionState();
  if (region !== undefined) return children(region);
  return error === undefined ? <Loading /> : <ProblemNotice error={error} retry={reload} />;
}
