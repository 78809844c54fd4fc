import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startCity } from '../../support/two-cities.ts';
import type { TwoCities } from '../../support/two-cities.ts';
import { startBrowser } from './browser.ts';

/** What all files of this suite share: both cities as `npm start` runs them, one browser. */
export type World = { cities: TwoCities; browser: Browser };

let world: World | undefined;
/** What has been started, stopped in reverse order even when a later start failed. */
const started: (() => Promise<unknown>)[] = [];

/** The running world; only inside tests and hooks. */
export function theWorld(): World {
  if (world === undefined) throw new Error('the world is not there yet');
  return world;
}

// Root hooks, registered once by the first file that imports this module.
before('both cities and the browser', async function () {
  this.timeout(180_000);
  const folder = await mkdtemp(join(tmpdir(), 'zhenglian-e2e-'));
  started.push(() => rm(folder, { recursive: true, force: true }));
  const cities = await startCity(folder, { citizens: 24 });
  started.push(cities.stop);
  const { browser, close } = await startBrowser();
  started.push(close);
  world = { cities, browser };
});

after('stop them', async function () {
  this.timeout(30_000);
  for (const stop of started.reverse()) await stop();
});
