import type { ThemeConfig } from 'antd';

/**
 * Colours of the pages, one meaning each; every text colour has a contrast of at least 4.5 : 1 on white and on paper
 * (WCAG 2.2, 1.4.3). The style sheets use the same values as custom properties (shell.css).
 */
export const colours = {
  ink: '#1c2733',
  inkSoft: '#51606f',
  paper: '#f5f6f4',
  line: '#dfe3e0',
  primary: '#17537f',
  valid: '#17653f',
  invalid: '#a3271d',
  undetermined: '#7d5000',
};

const fonts =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', " +
  "'Noto Sans SC', 'Source Han Sans SC', 'Noto Sans CJK SC', sans-serif";

/** Ant Design's tokens in our colours; its own defaults fail contrast for placeholders and secondary text. */
export function themeFor(reducedMotion: boolean): ThemeConfig {
  return {
    token: {
      colorPrimary: colours.primary,
      colorInfo: colours.primary,
      colorLink: colours.primary,
      colorSuccess: colours.valid,
      colorError: colours.invalid,
      colorWarning: colours.undetermined,
      colorText: colours.ink,
      colorTextSecondary: colours.inkSoft,
      colorTextTertiary: colours.inkSoft,
      colorTextDescription: colours.inkSoft,
      colorTextPlaceholder: '#5f6c79',
      colorTextDisabled: '#5f6c79',
      colorBorder: '#8a959f',
      colorBorderSecondary: colours.line,
      fontFamily: fonts,
      fontSize: 16,
      borderRadius: 8,
      controlHeight: 40,
      motion: !reducedMotion,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  };
}
