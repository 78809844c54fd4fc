import { Segmented } from 'antd';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLanguage, useTexts } from './language.tsx';
import type { Language } from './language.tsx';
import { useRegionState } from './region.tsx';
import { Link } from './router.tsx';
import { routes } from './routes.ts';

const texts = {
  zh: {
    product: '证链',
    skip: '跳到正文',
    navigation: '主导航',
    language: '语言',
    developmentTitle: '演示环境',
    development: '人员、证照均为虚构，验证节点由一台机器代演，不构成法律效力。',
    promise: '核验在您的浏览器里完成：证照内容不会离开这台设备。',
    source: '开放源代码，Apache-2.0',
  },
  en: {
    product: 'Zhenglian',
    skip: 'Skip to content',
    navigation: 'Main',
    language: 'Language',
    developmentTitle: 'Demonstration',
    development: 'All people and certificates are made up; one machine plays all validators. Of no legal effect.',
    promise: 'Verification runs in your browser: a certificate’s content never leaves this device.',
    source: 'Open source, Apache-2.0',
  },
};

function Brand() {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { region } = useRegionState();
  return (
    <Link className="brand" href="/verify">
      <img src="/icon.svg" alt="" width="36" height="36" />
      <span>
        <span className="brand-city">{region?.home.name[language] ?? '…'}</span>
        <span className="brand-product">{words.product}</span>
      </span>
    </Link>
  );
}

function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const words = useTexts(texts);
  const options = [
    { value: 'zh' as Language, label: <span lang="zh-CN">中文</span> },
    { value: 'en' as Language, label: <span lang="en">English</span> },
  ];
  return <Segmented aria-label={words.language} options={options} value={language} onChange={choose} />;
}

/** Header with the city's name, navigation and language; the page; a footer that says what is true of all of it. */
export function Layout({ path, children }: { path: string; children: ReactNode }) {
  const words = useTexts(texts);
  const { language } = useLanguage();
  const { region } = useRegionState();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);

  // After a change of page the keyboard and the screen reader start at the new one, unless it took the focus itself.
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    if (document.activeElement === null || !main.current?.contains(document.activeElement)) main.current?.focus();
  }, [path]);

  return (
    <>
      <a className="skip-link" href="#main">
        {words.skip}
      </a>
      <header className="site-header">
        <div className="site-header-inner">
          <Brand />
          <nav aria-label={words.navigation}>
            {routes.map((route) => (
              <Link key={route.path} href={route.path} aria-current={route.path === path ? 'page' : undefined}>
                {route.name[language]}
              </Link>
            ))}
          </nav>
          <LanguageSwitch />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer className="site-footer">
        {region?.home.development === true && (
          <p>
            <strong>{words.developmentTitle}</strong> {words.development}
          </p>
        )}
        <p>
          {words.promise} <span className="soft">{words.source}</span>
        </p>
      </footer>
    </>
  );
}
