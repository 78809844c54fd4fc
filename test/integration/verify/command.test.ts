import { spawn } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as streamText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { thumbprint } from '../../../service/proof/es256-key.ts';
import {
  createReceipt,
  policyOf,
  prepareArtefact,
  readArtefact,
  verifyArtefact,
} from '../../../service/verify/index.ts';
import type { Verdict } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { createRegion, jwkOf, NOW, primitives, signRaw } from '../../support/engine/region.ts';
import { networkFile, serveRegion } from '../../support/engine/serve-region.ts';
import { zip } from '../../support/zip.ts';

const thumbprintOf = (key: KeyObject): string => thumbprint(primitives.sha256, jwkOf(key));
const script = fileURLToPath(new URL('../../../scripts/cli/verify.ts', import.meta.url));

describe('npm run verify', () => {
  const region = createRegion();
  const payload = { exp: 4_102_444_800 };
  let folder: string;
  let served: Awaited<ReturnType<typeof serveRegion>>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-command-'));
    await mkdir(join(folder, 'networks'));
    await mkdir(join(folder, 'silent'));
    const write = (name: string, content: string): Promise<void> => writeFile(join(folder, name), content);
    const { text } = issue(region, { payload });
    await write('valid.txt', `\n${text}\n`);
    await write('revoked.txt', issue(region, { payload, status: 1 }).text);
    await write('tampered.txt', text.replace('~', '~WyJhIiwiYiIsMV0~'));
    await write('note.txt', 'no certificate \u001b[2J');
    // Issued in January; the evidence is of today.
    served = await serveRegion(region, { time: Math.floor(Date.now() / 1000) });
    await write('networks/region.json', networkFile(region, served.url));
    await write('silent/region.json', networkFile(region, 'http://127.0.0.1:9'));
  });
  after(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  async function command(args: string[], input = ''): Promise<{ exit: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [script, ...args], { cwd: folder, stdio: 'pipe' });
    child.stdin.end(input);
    const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [out, err] = await Promise.all([streamText(child.stdout), streamText(child.stderr)]);
    return { exit: await exit, out, err };
  }
  const known = ['--networks', 'networks'];

  it('says valid, in both languages, with evidence and age, and exits with 0', async () => {
    const { exit, out } = await command(['valid.txt', ...known]);
    expect(out)
      .to.match(/有效 VALID/)
      .and.match(/policy\.satisfied/)
      .and.match(/区块 block 100/);
    expect(out)
      .to.match(/秒前 s ago/)
      .and.match(/可以采信/)
      .and.match(/can be relied on/);
    expect(exit).to.equal(0);
  });

  it('says invalid with reason and next action, and exits with 1', async () => {
    const { exit, out } = await command(['revoked.txt', ...known]);
    expect(out)
      .to.match(/无效 INVALID/)
      .and.match(/status\.revoked/)
      .and.match(/请持证人联系发证部门/);
    expect(exit).to.equal(1);
  });

  it('says that it cannot determine when the chain is silent, within three seconds, and exits with 2', async () => {
    const began = performance.now();
    const { exit, out } = await command(['valid.txt', '--networks', 'silent']);
    expect(out)
      .to.match(/无法判断 CANNOT DETERMINE/)
      .and.match(/chain\.unreachable/);
    expect(exit).to.equal(2);
    expect(performance.now() - began).to.be.lessThan(5_000);
  });

  it('says that it cannot determine what region a certificate is of when none is known', async () => {
    const { exit, out, err } = await command(['valid.txt']);
    expect(out).to.match(/issuer\.unknownRegion/);
    expect(err).to.match(/npm start/);
    expect(exit).to.equal(2);
  });

  it('prints one line of JSON a file; the worst counts, invalid before undetermined before valid', async () => {
    const { exit, out } = await command(['--json', 'valid.txt', 'note.txt', 'tampered.txt', ...known]);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Verdict & { file: string });
    expect(lines.map(({ file, verdict }) => [file, verdict])).to.deep.equal([
      ['valid.txt', 'valid'],
      ['note.txt', 'undetermined'],
      ['tampered.txt', 'invalid'],
    ]);
    expect(exit).to.equal(1);
    expect((await command(['valid.txt', 'note.txt', ...known])).exit).to.equal(2);
  });

  it('checks all that lies in a folder or a ZIP archive, each by its name; one bad file sinks no other', async () => {
    const good = issue(region, { payload }).text;
    await mkdir(join(folder, 'matter', 'more'), { recursive: true });
    const files: [string, string | Uint8Array][] = [
      ['a.txt', good],
      ['b.bin', Uint8Array.from([0xff, 0x00])],
      [
        'more/c.zip',
        zip([
          { name: 'in/d.txt', content: good },
          { name: 'e.txt', content: good.slice(0, 99) },
        ]),
      ],
      ['.hidden', 'x'],
    ];
    for (const [name, content] of files) await writeFile(join(folder, 'matter', name), content);
    const { exit, out } = await command(['--json', 'matter', ...known]);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Verdict & { file?: string; findings?: unknown[] });
    expect(lines.slice(0, 4).map(({ file, verdict }) => [file, verdict])).to.deep.equal([
      ['matter/a.txt', 'valid'],
      ['matter/b.bin', 'undetermined'],
      ['matter/more/c.zip!in/d.txt', 'valid'],
      ['matter/more/c.zip!e.txt', 'invalid'],
    ]);
    expect(lines[4]?.findings).to.have.length(1);
    expect(exit).to.equal(1);
  });

  it('does an archived verification again without any network', async () => {
    const text = issue(region, { payload, status: 1 }).text;
    const artefact = readArtefact(text);
    const { trustedPoint } = region;
    const { plan } = await prepareArtefact({ primitives, artefact, trustedPoint });
    const evidence = region.evidence(plan.slots);
    const policy = policyOf('window', { production: false });
    const verdict = await verifyArtefact({ primitives, artefact, trustedPoint, evidence, policy, now: NOW });
    const key = newSigningKey();
    const issuer = { iss: region.base, key: jwkOf(key), sign: (message: Uint8Array) => signRaw(key, message) };
    const verified = { artefact: text, evidence, trustedPoint, policy, holder: undefined, verdict };
    const { archive } = await createReceipt({ sha256: primitives.sha256, verified, issuer });
    await writeFile(join(folder, 'archive.json'), JSON.stringify(archive));
    await writeFile(join(folder, 'with-mark.json'), `\ufeff${JSON.stringify(archive)}\r\n`);
    for (const file of ['archive.json', 'with-mark.json']) {
      const { exit, out } = await command([file, '--networks', 'silent', '--signer', thumbprintOf(key)]);
      expect(out)
        .to.match(/status\.revoked/)
        .and.match(/receipt\.passed/)
        .and.match(/archived verification done again/);
      expect(exit).to.equal(1);
    }
    const other = await command(['--json', 'archive.json']);
    expect((JSON.parse(other.out) as Verdict).codes).to.deep.equal(['receipt.trustedPointUnknown']);
    expect(other.exit).to.equal(2);
  });

  it('takes an archive for valid only from a signer it was told of, and only for what was asked', async () => {
    const text = issue(region, { payload }).text;
    const artefact = readArtefact(text);
    const { trustedPoint } = region;
    const { plan } = await prepareArtefact({ primitives, artefact, trustedPoint });
    const evidence = region.evidence(plan.slots);
    const policy = policyOf('window', { production: false });
    const verdict = await verifyArtefact({ primitives, artefact, trustedPoint, evidence, policy, now: NOW });
    const key = newSigningKey();
    const issuer = { iss: region.base, key: jwkOf(key), sign: (message: Uint8Array) => signRaw(key, message) };
    const verified = { artefact: text, evidence, trustedPoint, policy, holder: undefined, verdict };
    const { archive } = await createReceipt({ sha256: primitives.sha256, verified, issuer });
    await writeFile(join(folder, 'kept.json'), JSON.stringify(archive));
    const asked = async (...args: string[]) => {
      const { exit, out } = await command(['--json', 'kept.json', ...known, ...args]);
      return [exit, ...(JSON.parse(out) as Verdict).codes];
    };
    const signer = ['--signer', thumbprintOf(key)];
    expect(await asked(...signer)).to.deep.equal([0, 'policy.satisfied']);
    // Anyone can keep evidence of a day before a revocation and sign a receipt of that day.
    expect(await asked()).to.deep.equal([2, 'receipt.signerUnknown']);
    expect(await asked('--signer', thumbprintOf(newSigningKey()))).to.deep.equal([2, 'receipt.signerUnknown']);
    expect(await asked(...signer, '--audience', 'a', '--nonce', 'n')).to.deep.equal([2, 'holder.missing']);
    expect(await asked(...signer, '--policy', 'presentation')).to.deep.equal([2, 'policy.requirementUnmet']);
    expect(await asked(...signer, '--as-of', '2026-01-01')).to.deep.equal([2, 'policy.requirementUnmet']);
  }).timeout(60_000);

  it('takes thumbprints and nonces that begin with a dash', async () => {
    const { text } = issue(region, { payload, holder: newSigningKey() });
    const audience = ['--audience', 'https://dongying.example/windows'];
    const { exit, err } = await command(
      ['-', ...known, '--signer', '-a', ...audience, '--nonce', '--json', '--json'],
      text,
    );
    expect([exit, err]).to.deep.equal([2, '']);
    expect((await command(['-', ...known, '--nonce'])).exit).to.equal(3);
  });

  it('exits with 3 on a folder without files', async () => {
    await mkdir(join(folder, 'empty'));
    expect((await command(['empty', ...known])).exit).to.equal(3);
  });

  it('reads standard input', async () => {
    const { text } = issue(region, { payload });
    expect((await command(['-', ...known], text)).exit).to.equal(0);
  });

  it('prints nothing that a terminal would obey', async () => {
    const { out } = await command(['note.txt', ...known]);
    expect(out).to.not.include('\u001b');
  });

  const usage: [string, string[]][] = [
    ['no file', []],
    ['a file that is not there', ['nowhere.txt', ...known]],
    ['a folder of regions that is not there', ['valid.txt', '--networks', 'nowhere']],
    ['an unknown option', ['valid.txt', '--colour', ...known]],
    ['an unknown policy', ['valid.txt', '--policy', 'lenient', ...known]],
    ['a day to come', ['valid.txt', '--as-of', '2999-01-01', ...known]],
    ['an instant without offset', ['valid.txt', '--as-of', '2026-01-01T09:00', ...known]],
    ['an audience without nonce', ['valid.txt', '--audience', 'https://dongying.example/windows', ...known]],
  ];
  for (const [what, args] of usage) {
    it(`exits with 3 on ${what}`, async () => {
      const { exit, err } = await command(args);
      expect(err).to.not.equal('');
      expect(exit).to.equal(3);
    });
  }

  it('exits with 3 on a folder of regions that holds something else', async () => {
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'region.json'), '{"chain":{}}');
    expect((await command(['valid.txt', '--networks', 'broken'])).exit).to.equal(3);
  });

  it('shows how it is used', async () => {
    const { exit, out } = await command(['--help']);
    expect(out).to.match(/用法 Usage/);
    expect(exit).to.equal(0);
  });
});
