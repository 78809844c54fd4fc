import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Level } from 'level';
import { encodeKey } from '../../../service/ports/store-key.ts';
import { tables } from '../../../service/ports/tables.ts';
import { request } from '../../support/http-server.ts';
import { openPreparedChains } from '../../support/prepared-chains.ts';
import type { PreparedChains } from '../../support/prepared-chains.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

type Message = { ready?: boolean; url?: string; failed?: { code: string; message: string } };
type Started = { child: ChildProcess; message: Promise<Message>; exit: Promise<number | null>; output(): string };

describe('service/main.ts as a program', () => {
  let chains: PreparedChains;
  const running: ChildProcess[] = [];
  before(async () => {
    chains = await openPreparedChains(['dongying']);
  });
  afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));
  after(() => chains.close());

  function start(more: string[] = [], data = chains.data): Started {
    const [region] = chains.running;
    const args = ['--region', 'dongying', '--port', '0', '--data', data, '--keys', chains.keys];
    const urls = ['--chain', region?.rpcUrl as string, '--attesters', region?.attestationUrl as string];
    const child = spawn(process.execPath, ['service/main.ts', ...args, ...urls, ...more], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
    return {
      child,
      message: new Promise((resolve) => child.once('message', (message) => resolve(message as Message))),
      // After disconnect() Node gives no 'close'; a moment for what is still in the pipes.
      exit: new Promise((resolve) => child.once('exit', (code) => setTimeout(() => resolve(code), 100))),
      output: () => output,
    };
  }

  async function failure(started: Started): Promise<string> {
    const { failed } = await started.message;
    expect(await started.exit, started.output()).to.equal(1);
    expect(started.output()).to.contain(failed?.message);
    expect(started.output(), 'no stack for a known cause').not.to.match(/\n\s+at /);
    return failed?.code ?? '';
  }

  it('says when it is ready, is healthy, and ends with 0 on SIGTERM', async () => {
    const started = start();
    const { url } = await started.message;
    const { status, json } = await request(`${url}/health`);
    expect(status).to.equal(200);
    expect(json).to.include({ status: 'ready', region: 'dongying', caip2: 'eip155:370500' });
    started.child.kill('SIGTERM');
    expect(await started.exit).to.equal(0);
  });

  it('ends when whoever started it is gone', async () => {
    const started = start();
    await started.message;
    started.child.disconnect();
    expect(await started.exit).to.equal(0);
  });

  it('refuses a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const started = start(['--port', String(port)]);
      expect(await failure(started)).to.equal('port.unusable');
      expect(started.output()).to.contain(String(port));
    } finally {
      other.close();
    }
  });

  it('refuses a store that another service has open', async () => {
    await start().message;
    expect(await failure(start())).to.equal('store.unavailable');
  });

  it('refuses a data directory of another version, a data directory that cannot be written, and one never prepared', async () => {
    const data = join(chains.folder, 'other');
    const networks = join(data, 'networks');
    mkdirSync(networks, { recursive: true });
    writeFileSync(join(networks, 'dongying.json'), JSON.stringify(chains.networks.get('dongying')));
    const store = join(data, 'dongying', 'store');
    const level = new Level<Uint8Array, string>(store, { keyEncoding: 'view', valueEncoding: 'utf8' });
    await level.put(encodeKey([tables.format]), '99');
    await level.close();
    expect(await failure(start([], data))).to.equal('store.formatUnknown');

    rmSync(store, { recursive: true });
    writeFileSync(store, 'a file where the folder should be');
    expect(await failure(start([], data))).to.equal('store.unavailable');

    expect(await failure(start([], join(chains.folder, 'nothing')))).to.equal('network.unusable');
  });

  it('refuses development keys in production, and arguments that it does not understand', async () => {
    expect(await failure(start(['--production']))).to.equal('signer.developmentKeys');
    expect(await failure(start(['--colour', 'red']))).to.equal('config.invalid');
    expect(await failure(start(['--max-body-bytes', 'many']))).to.equal('config.invalid');
  });
});
