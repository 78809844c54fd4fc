import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { build, createLogger } from 'vite';
import { prepareArtefact, readArtefact } from '../../service/verify/index.ts';
import { issue } from '../support/engine/certificates.ts';
import { createRegion, NOW, primitives } from '../support/engine/region.ts';
import { installPackage, readmeExample } from '../support/installed-package.ts';
import type { InstalledPackage } from '../support/installed-package.ts';
import { listen } from '../support/listen.ts';
import { startBrowser } from './support/browser.ts';

type Result = { title: string; verdict: string; differs: string[] };

/** Someone's page: the kit by the package, and the README's own example, as a bundler makes them. */
const page = `
import { runConformanceCase } from 'zhenglian-verify/conformance';
import { webPrimitives } from 'zhenglian-verify/web';
import { verify } from './offline.js';

window.verify = verify;
window.runKit = async () => {
  const get = async (file) => (await fetch('/node_modules/zhenglian-verify/conformance/' + file)).json();
  const primitives = webPrimitives();
  const results = [];
  for (const { file } of await get('index.json')) results.push(await runConformanceCase(primitives, await get(file)));
  return results;
};`;

const types: Record<string, string> = { html: 'text/html', js: 'text/javascript', json: 'application/json' };

/** A folder over HTTP, and nothing outside of it. */
const fileServer = (folder: string) =>
  createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    try {
      const content = await readFile(join(folder, path));
      response.setHeader('content-type', types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });

describe('The verification package in a browser', function () {
  this.timeout(180_000);
  const started: (() => Promise<unknown>)[] = [];
  let installed: InstalledPackage;
  let tab: Page;
  const warnings: string[] = [];

  const logger = { ...createLogger('silent'), warn: (text: string) => void warnings.push(text) };

  /** Bundles a module of the project into one file, for browsers. */
  const bundle = async (entry: string, outDir: string): Promise<string> => {
    await build({
      root: installed.folder,
      configFile: false,
      logLevel: 'silent',
      customLogger: logger,
      build: {
        outDir,
        target: 'es2022',
        lib: { entry, formats: ['es'], fileName: () => 'bundle.js' },
      },
    });
    return join(installed.folder, outDir, 'bundle.js');
  };

  before(async () => {
    installed = await installPackage();
    started.push(installed.remove);
    await writeFile(join(installed.folder, 'offline.js'), await readmeExample(installed.folder, 'offline'));
    await writeFile(join(installed.folder, 'page.js'), page);
    await bundle('page.js', 'dist-page');
    await writeFile(
      join(installed.folder, 'index.html'),
      '<!doctype html><meta charset="utf-8"><script type="module" src="/dist-page/bundle.js"></script>',
    );
    const { url, close } = await listen(fileServer(installed.folder));
    started.push(close);
    const { browser, close: closeBrowser } = await startBrowser();
    started.push(closeBrowser);
    tab = await browser.newPage();
    tab.on('pageerror', (error) => warnings.push(error.message));
    await tab.goto(`${url}/index.html`);
  });
  after(async () => {
    for (const stop of started.reverse()) await stop();
  });

  it('is bundled without a word about Node’s own modules, which the bundler has about ./node', async () => {
    expect(warnings.splice(0)).to.deep.equal([]);
    await writeFile(join(installed.folder, 'node.js'), "export * from 'zhenglian-verify/node';");
    await bundle('node.js', 'dist-node').catch((error: Error) => warnings.push(error.message));
    expect(warnings.splice(0).join()).to.contain('node:crypto');
  });

  it('takes less than 100 kB of a page, compressed', async () => {
    const file = await bundle('offline.js', 'dist-offline');
    const size = gzipSync(await readFile(file)).length;
    console.log(`      engine with its dependencies: ${(await stat(file)).size} bytes, ${size} gzipped`);
    expect(size).to.be.below(100_000);
  });

  it('gives every case of its kit the expected verdict', async () => {
    const results = await tab.evaluate<Result[]>('window.runKit()');
    expect(results.length).to.equal(installed.cases);
    expect(results.filter(({ differs }) => differs.length > 0)).to.deep.equal([]);
    expect(new Set(results.map(({ verdict }) => verdict))).to.have.keys('valid', 'invalid', 'undetermined');
  });

  it('verifies by its README’s example, on evidence that the page brings', async () => {
    const region = createRegion();
    const { trustedPoint } = region;
    await tab.evaluate((now) => {
      Date.now = () => now;
    }, NOW * 1000);
    const verdictOf = async (text: string, evidence: unknown): Promise<string> =>
      tab.evaluate(
        async ([given, point, brought]) => {
          type Example = { verify(...input: unknown[]): Promise<{ verdict: string; codes: string[] }> };
          const { verify } = window as unknown as Example;
          const { verdict, codes } = await verify(given, point, async () => brought);
          return [verdict, ...codes].join(' ');
        },
        [text, trustedPoint, evidence] as const,
      );
    const evidenceFor = async (text: string) =>
      region.evidence((await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint })).plan.slots);

    const good = issue(region).text;
    expect(await verdictOf(good, await evidenceFor(good))).to.equal('valid policy.satisfied');
    const revoked = issue(region, { status: 1 }).text;
    expect(await verdictOf(revoked, await evidenceFor(revoked))).to.equal('invalid status.revoked');
    const nothing = { unavailable: 'chain.unreachable' };
    expect(await verdictOf(good, nothing)).to.equal('undetermined chain.unreachable');
    expect(await verdictOf('no certificate', nothing)).to.equal('undetermined form.unrecognised');
  });
});
