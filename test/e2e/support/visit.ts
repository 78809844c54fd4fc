import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { theWorld } from './world.ts';

export type Language = 'zh' | 'en';
export type VisitOptions = { city?: string; language?: Language; width?: number; height?: number };

/** A person's browser: a context of its own, and everything that went wrong in it. */
export type Visit = {
  page: Page;
  context: BrowserContext;
  /** Console errors, uncaught exceptions, requests to other origins. */
  faults: string[];
  go(path: string): Promise<void>;
  /** Closes the context; fails when something went wrong in it, apart from the console lines expected. */
  leave(expected?: RegExp): Promise<void>;
};

function watch(context: BrowserContext, origins: string[]): string[] {
  const faults: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (error) => faults.push(`exception: ${error.error().message}`));
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !origins.includes(origin)) faults.push(`request: ${request.url()}`);
  });
  return faults;
}

/** Opens a city's pages as a new person. */
export async function visit(options: VisitOptions = {}): Promise<Visit> {
  const { browser, cities } = theWorld();
  const { city = cities.dongying, language = 'zh', width = 1280, height = 900 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(15_000);
  if (language === 'en') {
    // Axe's blank frames have no storage.
    await context.addInitScript(() => {
      if (window.origin !== 'null') localStorage.setItem('zhenglian.language', 'en');
    });
  }
  const faults = watch(context, [cities.dongying, cities.jinan]);
  const page = await context.newPage();
  return {
    page,
    context,
    faults,
    async go(path) {
      await page.goto(city + path);
      await page.locator('h1').waitFor();
    },
    async leave(expected) {
      await context.close();
      expect(faults.filter((fault) => expected === undefined || !expected.test(fault))).to.deep.equal([]);
    },
  };
}

/** Axe's serious and critical findings of the page as it stands (style of WCAG 2.2 A and AA). */
export async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** The browser's own line about the evidence that an unreachable chain has not got. */
export const noEvidence = /status of 503 .*\/v1\/evidence$/;

/** By how many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
