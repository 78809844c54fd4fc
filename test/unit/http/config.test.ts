import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readConfig } from '../../../service/config.ts';

const root = '/project';
const needed = ['--region', 'dongying', '--chain', 'http://127.0.0.1:3715', '--attesters', 'http://127.0.0.1:3725'];
const read = (more: string[] = [], environment: Record<string, string> = {}) =>
  readConfig([...needed, ...more], root, environment);

describe('readConfig', () => {
  it('has a default for all but region, chain and attesters', () => {
    const config = read();
    expect(config.port).to.equal(3705);
    expect(config.host).to.equal('127.0.0.1');
    expect(config.storeFolder).to.equal('/project/.zhenglian/data/dongying/store');
    expect(config.networkFile).to.equal('/project/.zhenglian/data/networks/dongying.json');
    expect(config.keysFolder).to.equal('/project/.zhenglian/keys/dongying');
    expect(config.limits.maxBodyBytes).to.equal(262_144);
    expect(config.production).to.equal(false);
    expect(config.examplesFolder).to.equal('/project/examples');
  });

  it('takes arguments before ZHENGLIAN_ variables before defaults', () => {
    const environment = { ZHENGLIAN_PORT: '4000', ZHENGLIAN_RATE_PER_MINUTE: '7', ZHENGLIAN_PRODUCTION: 'true' };
    expect(read([], environment).port).to.equal(4000);
    expect(read(['--port', '5000'], environment).port).to.equal(5000);
    expect(read([], environment).limits.ratePerMinute).to.equal(7);
    expect(read([], environment).production).to.equal(true);
  });

  it('reads a partner as name=chain,attesters,service', () => {
    const [partner] = read(['--partner', 'jinan=http://c:1,http://a:1,http://a:2,http://s:1']).partners;
    expect(partner?.region.caip2).to.equal('eip155:370100');
    expect(partner?.chainUrls).to.deep.equal(['http://c:1']);
    expect(partner?.attesterUrls).to.deep.equal(['http://a:1', 'http://a:2']);
    expect(partner?.serviceUrl).to.equal('http://s:1');
    const twice = [
      '--partner',
      'jinan=http://c:1,http://a:1,http://s:1',
      '--partner',
      'jinan=http://c:2,http://a:1,http://s:1',
    ];
    expect(read(twice).partners.map(({ chainUrls }) => chainUrls)).to.deep.equal([['http://c:2']]);
    const [byVariable] = read([], { ZHENGLIAN_PARTNER: 'eip155:370100=http://c:1,http://a:1,http://s:1' }).partners;
    expect(byVariable?.region.id).to.equal('jinan');
  });

  it('offers no examples in production unless told to', () => {
    expect(read(['--production']).examplesFolder).to.equal(undefined);
    expect(read(['--production', '--examples', 'x']).examplesFolder).to.equal('/project/x');
  });

  it('refuses what it cannot use, naming the option', () => {
    const refused = (more: string[], part: string, base = needed) => {
      expect(() => readConfig([...base, ...more], root, {}), more.join(' '))
        .to.throw(part)
        .with.property('code', 'config.invalid');
    };
    refused([], '--region is missing', []);
    refused([], '--chain is missing', ['--region', 'dongying']);
    refused(['--port', '70000'], '--port');
    refused(['--port', '1e3'], '--port');
    refused(['--region', 'atlantis'], 'atlantis');
    refused(['--chain', 'file:///etc/passwd'], '--chain');
    refused(['--partner', 'jinan=http://c:1,http://s:1'], 'jinan');
    refused(['--partner', 'dongying=http://c:1,http://a:1,http://s:1'], 'itself');
    refused(['--nonsense'], 'nonsense');
    refused(['stray'], 'stray');
  });

  it('is described option by option, with its defaults, in docs/configuration.md', () => {
    const docs = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
    const source = readFileSync(new URL('../../../service/config.ts', import.meta.url), 'utf8');
    const optionsBlock = /const options = \{([^]*?)\} as const/.exec(source)?.[1] ?? '';
    const names = [...optionsBlock.matchAll(/^ {2}'?([a-z-]+)'?: \{/gm)].map(([, name]) => name as string);
    expect(names.length).to.be.greaterThan(20);
    const described = new Map(
      [...docs.matchAll(/^\| `--([a-z-]+)` +\| ([^|]+?) +\|/gm)].map(([, name, value]) => [name, value]),
    );
    expect([...described.keys()]).to.have.members(names);
    const { port, host, trustedProxies, limits } = read();
    const defaults: Record<string, unknown> = { port, host, 'trusted-proxies': trustedProxies };
    for (const [name, value] of Object.entries(limits)) {
      defaults[name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)] = value;
    }
    for (const [name, value] of Object.entries(defaults))
      expect(described.get(name), name).to.equal(`\`${String(value)}\``);
  });
});
