import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

export type Language = 'zh' | 'en';

/** The same texts in both languages; zh is the original, en stands beside it. */
export type Texts<T> = { zh: T; en: T };

const storageKey = 'zhenglian.language';
const htmlLanguage: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

type LanguageState = { language: Language; choose: (language: Language) => void };
const LanguageContext = createContext<LanguageState>({ language: 'zh', choose: () => undefined });

function remembered(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh'; // Storage may be forbidden; the pages work without it.
  }
}

/** Holds the reader's language, Chinese at first; a choice is remembered and shown in `<html lang>`. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(remembered);
  useEffect(() => {
    document.documentElement.lang = htmlLanguage[language];
  }, [language]);
  const choose = useCallback((next: Language) => {
    setLanguage(next);
    try {
      localStorage.setItem(storageKey, next);
    } catch {
      // Not remembered, still shown.
    }
  }, []);
  const state = useMemo(() => ({ language, choose }), [language, choose]);
  return <LanguageContext.Provider value={state}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): LanguageState {
  return useContext(LanguageContext);
}

/** The texts of the reader's language. */
export function useTexts<T>(texts: Texts<T>): T {
  return texts[useContext(LanguageContext).language];
}
