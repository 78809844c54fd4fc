import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { ConformanceCase } from '../../../service/package/conformance.ts';
import { reasons } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion, NOW } from '../../support/engine/region.ts';
import { networkFile, serveRegion } from '../../support/engine/serve-region.ts';
import { execute, installPackage, readmeExample } from '../../support/installed-package.ts';
import type { InstalledPackage } from '../../support/installed-package.ts';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

describe('the verification package, installed by someone else', function () {
  this.timeout(180_000);
  let installed: InstalledPackage;
  before(async () => {
    installed = await installPackage();
  });
  after(() => installed?.remove());

  const inPackage = (path: string) => join(installed.folder, 'node_modules/zhenglian-verify', path);

  /** Runs a module as their project's; never rejects. */
  const node = async (name: string, code: string, options: string[] = []) => {
    const file = join(installed.folder, name);
    await writeFile(file, code);
    return execute(process.execPath, [...options, file], { cwd: installed.folder }).then(
      ({ stdout, stderr }) => ({ exit: 0, stdout, stderr }),
      ({ code: exit, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ exit, stdout, stderr }),
    );
  };
  const command = (...args: string[]) =>
    node(
      'command.mjs',
      `process.argv.push(...${JSON.stringify(args)}); await import('./node_modules/zhenglian-verify/lib/package/bin.js');`,
    );

  it('holds compiled modules with their types, the kit, README, formats, reasons and licence, and no source', () => {
    const { files } = installed.packed;
    const kinds = new Set(files.map(({ path }) => path.replace(/^(lib|conformance)\/.*?(\.d\.ts|\.\w+)$/, '$1/$2')));
    expect([...kinds].sort()).to.deep.equal(
      [
        ...['LICENSE', 'README.md', 'package.json', 'docs/formats.md', 'docs/reasons.md'],
        ...['conformance/.json', 'lib/.d.ts', 'lib/.js', 'lib/.json'],
      ].sort(),
    );
  });

  it('is below 2 MB, and its modules bring nothing of the service', () => {
    expect(installed.packed.size).to.be.below(2_000_000);
    const folders = new Set(installed.packed.files.map(({ path }) => /^lib\/(\w+)\//.exec(path)?.[1]));
    for (const foreign of ['app', 'http', 'wiring', 'chain', 'signer']) expect([...folders]).to.not.include(foreign);
  });

  it('brings nothing of Node to browsers: only ./node and the command import it', async () => {
    const { exports } = JSON.parse(await readFile(inPackage('package.json'), 'utf8')) as {
      exports: Record<string, { default?: string }>;
    };
    const importing = async (path: string, seen: Set<string>): Promise<Set<string>> => {
      if (seen.has(path) || path.endsWith('.json')) return seen;
      seen.add(path);
      const code = await readFile(inPackage(path), 'utf8');
      for (const [, from] of code.matchAll(/(?:from|import) '([^']+)'/g)) {
        if (from!.startsWith('.')) await importing(join(dirname(path), from!), seen);
        else seen.add(from!);
      }
      return seen;
    };
    for (const name of ['.', './web', './online', './conformance']) {
      const imported = [...(await importing(exports[name]!.default!, new Set()))];
      expect(imported, name).to.not.be.empty;
      expect(
        imported.filter((one) => isBuiltin(one)),
        name,
      ).to.deep.equal([]);
    }
    expect([...(await importing(exports['./node']!.default!, new Set()))]).to.include('node:crypto');
  });

  it('gives every case of its kit the expected verdict, in Node', async () => {
    const { exit, stdout, stderr } = await node(
      'kit.mjs',
      `import index from 'zhenglian-verify/kit/index.json' with { type: 'json' };
      import { runConformanceCase } from 'zhenglian-verify/conformance';
      import { nodePrimitives } from 'zhenglian-verify/node';
      const results = [];
      for (const { file, code } of index) {
        const { default: one } = await import('zhenglian-verify/kit/' + file, { with: { type: 'json' } });
        results.push({ code, ...(await runConformanceCase(nodePrimitives(), one)) });
      }
      console.log(JSON.stringify(results));`,
    );
    expect([exit, stderr]).to.deep.equal([0, '']);
    const results = JSON.parse(stdout) as { code: string; verdict: string; differs: string[] }[];
    expect(results.length).to.equal(installed.cases).and.to.be.greaterThan(350);
    expect(results.filter(({ differs }) => differs.length > 0)).to.deep.equal([]);
    expect(new Set(results.map(({ verdict }) => verdict))).to.have.keys('valid', 'invalid', 'undetermined');
  });

  it('runs the kit by its command, and says which case an engine fails', async () => {
    const all = await command('conformance');
    expect([all.exit, all.stdout]).to.deep.equal([
      0,
      `${installed.cases} 个用例，0 个不一致  ${installed.cases} cases, 0 differ\n`,
    ]);

    const folder = join(installed.folder, 'other-kit');
    const file = (
      JSON.parse(await readFile(inPackage('conformance/index.json'), 'utf8')) as { file: string; code: string }[]
    ).find(({ code }) => code === 'status.revoked')!.file;
    const one = JSON.parse(await readFile(inPackage(`conformance/${file}`), 'utf8')) as ConformanceCase;
    const wrong = { ...one, expected: { ...one.expected, verdict: 'valid' } };
    await mkdir(folder);
    await writeFile(join(folder, '001-wrong.json'), JSON.stringify(wrong));
    const other = await command('conformance', folder);
    expect(other.exit).to.equal(1);
    expect(other.stdout).to.contain('001-wrong.json').and.to.contain('invalid instead of valid');

    for (const args of [[], ['verify'], ['conformance', join(installed.folder, 'nowhere')]]) {
      expect((await command(...args)).exit, args.join(' ')).to.equal(3);
    }
  });

  it('has every reason code with words in both languages', async () => {
    const { stdout } = await node(
      'reasons.mjs',
      `import { reasons } from 'zhenglian-verify'; console.log(JSON.stringify(reasons));`,
    );
    expect(JSON.parse(stdout)).to.deep.equal(reasons);
  });

  it('verifies by its README’s example against a region’s own node', async () => {
    const region = createRegion();
    const served = await serveRegion(region);
    try {
      await writeFile(join(installed.folder, 'dongying.json'), networkFile(region, served.url));
      const code = await readmeExample(installed.folder, 'online');
      // The region of the tests lives at another time.
      const clock = ['--import', `data:text/javascript,Date.now=()=>${NOW * 1000}`];
      const said = async (text: string) => {
        await writeFile(join(installed.folder, 'certificate.txt'), text);
        const { stdout, stderr } = await node('online.mjs', code, clock);
        return stdout === '' ? stderr : stdout.split('\n')[0];
      };
      expect(await said(issue(region).text)).to.equal('valid policy.satisfied');
      expect(await said(issue(region, { status: 1 }).text)).to.equal('invalid status.revoked');
      expect(await said(issue(createRegion({ caip2: 'eip155:370100' })).text)).to.equal(
        'undetermined issuer.unknownRegion',
      );
      await served.close();
      expect(await said(issue(region).text)).to.equal('undetermined chain.unreachable');
    } finally {
      await served.close();
    }
  });

  for (const [resolution, module] of [
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ] as const) {
    it(`gives its types to TypeScript (${resolution})`, async () => {
      const consumer = (policy: string) => `
        import { policyOf, prepareArtefact, readArtefact, reasonOf, verifyArtefact } from 'zhenglian-verify';
        import type { EvidenceBundle, Plan, Primitives, TrustedPoint, Verdict } from 'zhenglian-verify';
        import { nodePrimitives } from 'zhenglian-verify/node';
        import { webPrimitives } from 'zhenglian-verify/web';
        import { gatherEvidence, verifyOnline } from 'zhenglian-verify/online';
        import type { Region } from 'zhenglian-verify/online';
        import { runConformanceCase } from 'zhenglian-verify/conformance';
        import type { ConformanceCase } from 'zhenglian-verify/conformance';

        export async function verify(text: string, trustedPoint: TrustedPoint, fetchEvidence: (plan: Plan) => Promise<EvidenceBundle>): Promise<string> {
          const primitives: Primitives = nodePrimitives();
          const artefact = readArtefact(text);
          const prepared = await prepareArtefact({ primitives, artefact, trustedPoint });
          const evidence = await fetchEvidence(prepared.plan);
          const verdict: Verdict = await verifyArtefact({ primitives, artefact, trustedPoint, evidence, policy: ${policy}, now: 1 });
          return reasonOf(verdict.codes[0] ?? '')?.zh.meaning ?? '';
        }
        export const online = (regions: ReadonlyMap<string, Region>, one: ConformanceCase) =>
          [verifyOnline, gatherEvidence, regions, runConformanceCase(webPrimitives(), one)];
      `;
      const compilerOptions = {
        ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: 'es2022', lib: ['es2024', 'dom'] },
        ...{ module, moduleResolution: resolution, types: [] },
      };
      await writeFile(
        join(installed.folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
      );
      const check = async (policy: string) => {
        await writeFile(join(installed.folder, 'consumer.ts'), consumer(policy));
        return execute(process.execPath, [compiler, '-p', installed.folder]).then(
          () => '',
          ({ stdout }: { stdout: string }) => stdout,
        );
      };
      expect(await check(`policyOf('window', { production: true })`)).to.equal('');
      expect(await check(`{ id: 'window' }`)).to.match(/consumer\.ts.*error TS2739/);
    });
  }
});
