import { useEffect, useState } from 'react';
import type { Language } from './language.tsx';

/** Official times are Beijing time, whatever the machine at the window believes. */
const timeZone = 'Asia/Shanghai';
const locale: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

/** Unix seconds as a date and time for people, in Beijing time. */
export function formatTime(unixSeconds: number, language: Language): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'medium', hour12: false, timeZone };
  return new Intl.DateTimeFormat(locale[language], options).format(unixSeconds * 1000);
}

/** Unix seconds as a date for people, in Beijing time. */
export function formatDate(unixSeconds: number, language: Language): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: language === 'zh' ? 'long' : 'medium', timeZone };
  return new Intl.DateTimeFormat(locale[language], options).format(unixSeconds * 1000);
}

/** A span in its largest sensible unit: "8 秒", "3 分钟", "2 小时", "5 天". Negative spans count as none. */
export function formatSpan(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [value, unit] =
    whole < 120
      ? ([whole, 'second'] as const)
      : whole < 7200
        ? ([Math.floor(whole / 60), 'minute'] as const)
        : whole < 172_800
          ? ([Math.floor(whole / 3600), 'hour'] as const)
          : ([Math.floor(whole / 86_400), 'day'] as const);
  return new Intl.NumberFormat(locale[language], { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Unix seconds now by this machine's clock. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Unix seconds, ticking once a second while `ticking`. */
export function useNow(ticking = true): number {
  const [now, setNow] = useState(nowSeconds);
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(nowSeconds()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
