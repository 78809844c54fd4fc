import { ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import { Suspense, useMemo, useSyncExternalStore } from 'react';
import { ErrorBoundary } from './error-boundary.tsx';
import { LanguageProvider, useLanguage } from './language.tsx';
import { Layout } from './layout.tsx';
import { NotFound } from './not-found.tsx';
import { Loading } from './page.tsx';
import { RegionProvider } from './region.tsx';
import { usePath } from './router.tsx';
import { routes } from './routes.ts';
import './shell.css';
import { themeFor } from './theme.ts';

const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
const subscribeMotion = (listener: () => void) => {
  reducedMotion.addEventListener('change', listener);
  return () => reducedMotion.removeEventListener('change', listener);
};

function Themed() {
  const { language } = useLanguage();
  const calm = useSyncExternalStore(subscribeMotion, () => reducedMotion.matches);
  const theme = useMemo(() => themeFor(calm), [calm]);
  const path = usePath();
  const Page = routes.find((route) => route.path === path)?.page ?? NotFound;
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <Layout path={path}>
        <ErrorBoundary key={path}>
          <Suspense fallback={<Loading />}>
            <Page />
          </Suspense>
        </ErrorBoundary>
      </Layout>
    </ConfigProvider>
  );
}

/** The whole of the pages: language, the city's data, frame, and the page of the path. */
export function App() {
  return (
    <LanguageProvider>
      <RegionProvider>
        <Themed />
      </RegionProvider>
    </LanguageProvider>
  );
}
