import type { CertificateType } from './certificate-type.ts';
import { typeUri } from './region-data.ts';

/** How wallets draw a card when they draw no template (SD-JWT VC type metadata, "simple" rendering). */
export const CARD_COLOURS = { background_color: '#0b3d91', text_color: '#ffffff' } as const;

const WIDTH = 640;
const TOP = 132;
const LINE = 44;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value: string): string => value.replaceAll(/[&<>"]/g, (character) => escapes[character] as string);

/** `<vct>/template.svg` */
export function templateUri(base: string, type: { code: string; major: number }): string {
  return `${typeUri(base, type)}/template.svg`;
}

/**
 * The display template of a certificate type: an SVG with a line for every claim in the type's order, its label in Chinese
 * and English and the placeholder `{{name}}` that a wallet replaces by the claim's value, or by nothing when the holder
 * keeps it (SD-JWT VC type metadata, "SVG Rendering"). Without scripts, fonts or anything else from elsewhere.
 */
export function displayTemplate(type: CertificateType): string {
  const claims = Object.entries(type.claims);
  const height = TOP + claims.length * LINE + 24;
  const lines = claims.map(([name, { zh, en }], place) => {
    const y = TOP + place * LINE;
    return `<text x="32" y="${y}" font-size="18">${text(zh)}</text><text x="32" y="${y + 16}" font-size="11" fill-opacity=".75">${text(en)}</text><text x="300" y="${y + 4}" font-size="18">{{${name}}}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" fill="${CARD_COLOURS.text_color}">`,
    `<rect width="${WIDTH}" height="${height}" rx="20" fill="${CARD_COLOURS.background_color}"/>`,
    `<text x="32" y="56" font-size="28">${text(type.name.zh)}</text><text x="32" y="84" font-size="15" fill-opacity=".75">${text(type.name.en)}</text>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}
