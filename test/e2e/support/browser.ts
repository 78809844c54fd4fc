import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';

const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
const weights = ['400Regular', '600SemiBold'];

// Chromium in a container without user namespaces; everything else stays as in a person's browser (the package's own
// list would switch the same-origin policy off).
const args = ['--no-sandbox', '--disable-setuid-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/**
 * Starts the packaged Chromium with a Chinese font, which the package itself does not bring.
 * `close` also removes the folder that holds the font.
 */
export async function startBrowser(): Promise<{ browser: Browser; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'zhenglian-browser-'));
  await mkdir(join(folder, 'fonts'));
  for (const weight of weights) {
    const name = `NotoSansSC_${weight}.ttf`;
    await symlink(join(fonts, weight, name), join(folder, 'fonts', name));
  }
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args,
    env: { ...process.env, XDG_DATA_HOME: folder },
  });
  return {
    browser,
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
