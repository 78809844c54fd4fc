import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { run } from '../../../scripts/cli/verify/run.ts';
import { readArtefact, prepareArtefact } from '../../../service/verify/index.ts';
import type { Verdict } from '../../../service/verify/index.ts';
import { issue } from '../../support/engine/certificates.ts';
import { bundleOf, DAY } from '../../support/engine/offline.ts';
import { createRegion, NOW, primitives } from '../../support/engine/region.ts';
import { networkFile } from '../../support/engine/serve-region.ts';

describe('npm run verify without a network', () => {
  const region = createRegion();
  let folder: string;
  let bundle: string;
  /** Chain, attesters and service in one: whoever is asked for anything but the bundle is counted. */
  let server: Server;
  let asked: string[] = [];
  let url: string;

  const file = (name: string): string => join(folder, name);
  const command = async (args: string[], now = NOW) => {
    const shown = { out: '', err: '' };
    const exit = await run([...args, '--networks', file('networks')], {
      out: (text) => (shown.out += text),
      err: (text) => (shown.err += text),
      now: () => now,
    });
    return { exit, ...shown };
  };
  const codeOf = async (name: string, now = NOW) => {
    const { exit, out } = await command([file(name), '--json', '--bundle', file('city.bundle')], now);
    const { verdict, codes } = JSON.parse(out) as Verdict;
    return { exit, verdict, code: codes[0] };
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-offline-'));
    const [valid, revoked] = [issue(region), issue(region, { status: 1 })];
    const slots = [];
    for (const { text } of [valid, revoked]) {
      const { trustedPoint } = region;
      slots.push(...(await prepareArtefact({ primitives, artefact: readArtefact(text), trustedPoint })).plan.slots);
    }
    bundle = await bundleOf(region, slots, { time: NOW - 3600 });
    server = createServer((request, response) => {
      asked.push(String(request.url));
      const known = request.url?.startsWith('/v1/offline-bundles/newest') === true;
      response.writeHead(known ? 200 : 404).end(known ? bundle : 'no');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await mkdir(file('networks'));
    await writeFile(file('networks/region.json'), networkFile(region, url));
    await writeFile(file('valid.txt'), valid.text);
    await writeFile(file('revoked.txt'), revoked.text);
    await writeFile(file('later.txt'), issue(region, { block: 101 }).text);
    await writeFile(file('elsewhere.txt'), issue(createRegion({ caip2: 'eip155:370100' })).text);
  });
  beforeEach(() => (asked = []));
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  it('fetches a bundle with its selection, checks it and keeps it', async () => {
    const { exit, err } = await command(['--download-bundle', `${url}/?newest=5`, '--bundle', file('city.bundle')]);
    expect(exit).to.equal(0);
    expect(err)
      .to.match(/离线包 offline bundle/)
      .and.match(/as of 2025-12-31T23:00:00Z/)
      .and.match(/until 2026-01-01T23:00:00Z/);
    expect(asked).to.deep.equal(['/v1/offline-bundles/newest?newest=5']);
    expect(await readFile(file('city.bundle'), 'utf8')).to.equal(bundle);
  });

  it('gives verdicts as of the bundle’s time and asks nobody', async () => {
    expect(await codeOf('valid.txt')).to.deep.equal({ exit: 0, verdict: 'valid', code: 'policy.satisfied' });
    expect(await codeOf('revoked.txt')).to.deep.equal({ exit: 1, verdict: 'invalid', code: 'status.revoked' });
    const { out } = await command([file('valid.txt'), '--bundle', file('city.bundle')]);
    expect(out)
      .to.match(/有效 VALID（就该时刻而言 as of 2025-12-31T23:00:00Z）/)
      .and.match(/3600 秒前 s ago \(≤ 86400\)/);
    expect(asked).to.deep.equal([]);
  });

  it('leaves open what is not in it, and asks nobody then either', async () => {
    const open = { exit: 2, verdict: 'undetermined', code: 'chain.notInBundle' };
    expect(await codeOf('later.txt')).to.deep.equal(open);
    expect(await codeOf('elsewhere.txt')).to.deep.equal({ ...open, code: 'issuer.unknownRegion' });
    expect(asked).to.deep.equal([]);
  });

  it('decides nothing after its age', async () => {
    const late = await codeOf('valid.txt', NOW - 3600 + DAY + 1);
    expect(late).to.deep.equal({ exit: 2, verdict: 'undetermined', code: 'chain.bundleExpired' });
  });

  it('decides nothing where a policy for a network is asked for', async () => {
    const { out } = await command([file('valid.txt'), '--json', '--policy', 'window', '--bundle', file('city.bundle')]);
    expect((JSON.parse(out) as Verdict).codes).to.deep.equal(['chain.stale']);
  });

  it('says what is wrong with a bundle and exits with 3', async () => {
    await writeFile(file('broken.bundle'), bundle.slice(0, -1));
    const broken = await command([file('valid.txt'), '--bundle', file('broken.bundle')]);
    expect(broken.exit).to.equal(3);
    expect(broken.err).to.match(/broken\.bundle: bundle\.malformed/);
    expect((await command([file('valid.txt'), '--bundle', file('none.bundle')])).exit).to.equal(3);
    expect((await command([file('valid.txt'), '--download-bundle', url])).err).to.match(
      /--download-bundle URL --bundle/,
    );
    const refused = await command(['--download-bundle', `${url}/other`, '--bundle', file('none.bundle')]);
    expect(refused.exit).to.equal(3);
    expect((await command([file('valid.txt'), '--bundle', file('none.bundle')])).exit).to.equal(3);
  });
});
