import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { keyFiles, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { SignerRefused, SignerUnavailable } from '../../../service/ports/signer.ts';
import { LOG_BEGINNING, faultOf } from '../../../service/signer/log/line.ts';
import type { LogLine } from '../../../service/signer/log/line.ts';
import { newDepartment } from '../../support/signer/department.ts';
import { signEach } from '../../support/signer/sign-each.ts';
import type { TestDepartment } from '../../support/signer/department.ts';
import { signingInput } from '../../support/signer/inputs.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

type Message = { ready?: boolean; url?: string; failed?: { code: string; message: string } };
type Started = { child: ChildProcess; message: Promise<Message>; exit: Promise<number | null>; output(): string };

describe('service/signer/main.ts as a program', () => {
  let department: TestDepartment;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    department = newDepartment();
  });
  afterEach(() => {
    running.splice(0).forEach((child) => child.kill('SIGKILL'));
    department.remove();
  });

  function start(config: string): Started {
    const child = spawn(process.execPath, ['service/signer/main.ts', '--config', config], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
    return {
      child,
      message: new Promise((resolve) => child.once('message', (message) => resolve(message as Message))),
      exit: new Promise((resolve) => child.once('exit', (code) => setTimeout(() => resolve(code), 50))),
      output: () => output,
    };
  }

  async function failure(config: string): Promise<string> {
    const started = start(config);
    const { failed } = await started.message;
    expect(await started.exit, started.output()).to.equal(1);
    expect(started.output()).to.contain(failed?.message);
    expect(started.output(), 'no stack for a known cause').not.to.match(/\n\s+at /);
    return failed?.code ?? '';
  }

  const logLines = (): LogLine[] => {
    const lines = readFileSync(join(department.folder, 'log', '000001.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    return lines.map((line) => JSON.parse(line) as LogLine);
  };

  it('says where it is asked, answers like the keys themselves, and ends with 0 on SIGTERM', async () => {
    const started = start(department.configure());
    expect((await started.message).url).to.equal(`unix:${join(department.folder, 'signer.sock')}`);
    const { signer, close } = department.client();
    expect(await signer.account()).to.equal(await department.own.account());
    expect(await signer.certificateChain()).to.deep.equal(department.certificates);
    close();
    started.child.kill('SIGTERM');
    expect(await started.exit, started.output()).to.equal(0);
  });

  it('has given out nothing that its log does not hold, when it is killed at any moment', async () => {
    const config = department.configure();
    const { publicKey } = new X509Certificate(department.certificates[0] as Uint8Array);
    const given = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const started = start(config);
      await started.message;
      const { signer, close } = department.client();
      for (let killed = false; ;) {
        const inputs = Array.from({ length: 40 }, () => signingInput(department));
        const results = await signEach(signer, inputs).catch((error: unknown) => error);
        if (results instanceof SignerUnavailable) break;
        (results as Uint8Array[]).forEach((signature, i) => {
          const message = Buffer.from(inputs[i] as string);
          const options = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
          if (i === 0) expect(verify('sha256', message, options, signature)).to.equal(true);
          given.add(createHash('sha256').update(message).digest('hex'));
        });
        if (!killed) setTimeout(() => started.child.kill('SIGKILL'), Math.random() * 60);
        killed = true;
      }
      await started.exit;
      close();
    }
    const again = start(config);
    await again.message;
    again.child.kill('SIGTERM');
    await again.exit;

    let head: { seq: number; hash: string } = { seq: 0, hash: LOG_BEGINNING };
    const logged = new Set<string>();
    for (const line of logLines()) {
      expect(faultOf(line, head)).to.equal(undefined);
      head = line;
      if (line.op !== 'signed') continue;
      const digests = Buffer.from(line.digests, 'base64url');
      for (let at = 0; at < digests.length; at += 32) logged.add(digests.subarray(at, at + 32).toString('hex'));
    }
    expect(given.size).to.be.greaterThan(0);
    expect([...given].filter((digest) => !logged.has(digest))).to.deep.equal([]);
    const counts = logLines().at(-1)?.today.certificates ?? 0;
    expect(counts, 'the day’s count survives kills').to.be.at.least(logged.size);
  });

  it('does not start, and says why, when a key, the secret, the log or the address cannot be used', async () => {
    const file = (name: string): string => join(department.folder, name);
    writeKeyFile(file('right'), 'right\n');
    writeKeyFile(file('wrong'), 'wrong\n');
    const p12 = readFileSync(new URL('../../vectors/pkcs12.json', import.meta.url), 'utf8');
    const [vector] = (JSON.parse(p12) as { files: { file: string }[] }).files;
    writeKeyFile(file('some.p12'), Buffer.from(vector?.file ?? '', 'base64'));
    const pkcs12 = { source: 'pkcs12', file: 'some.p12', passwordFile: 'wrong' };
    writeKeyFile(file('short.key'), `${randomBytes(16).toString('base64url')}\n`);
    writeFileSync(file('open.key'), readFileSync(file('access.key')), { mode: 0o644 });
    writeFileSync(file('a-file'), '');
    const causes: [Record<string, unknown>, string][] = [
      [{ signing: [pkcs12] }, 'keys.passwordWrong'],
      [{ production: true }, 'keys.unprotected'],
      [{ secret: 'open.key' }, 'keys.exposed'],
      [{ secret: 'short.key' }, 'keys.unusable'],
      [{ region: 'dongying' }, 'signer.configurationInvalid'],
      [{ log: 'a-file' }, 'signer.logUnwritable'],
      [{ listen: { socket: 'no-such-folder/signer.sock' } }, 'signer.addressUnusable'],
      [{ listen: { socket: 'a-file' } }, 'signer.addressUnusable'],
    ];
    for (const [changes, code] of causes) expect(await failure(department.configure(changes))).to.equal(code);
    expect(readFileSync(file('a-file'), 'utf8'), 'no file is taken for a socket that is left over').to.equal('');

    await start(department.configure()).message;
    expect(await failure(department.configure({ listen: { port: 0 } }))).to.equal('signer.logInUse');
    expect(await failure(department.configure({ log: 'log-2' }))).to.equal('signer.addressUnusable');
  });

  it('starts with a key that has expired, says so, and signs everything but certificates', async () => {
    department.remove();
    department = newDepartment(Math.floor(Date.now() / 1000) - 1900 * 86_400);
    const started = start(department.configure());
    await started.message;
    expect(started.output()).to.contain('signer.keyExpired');
    const { signer, close } = department.client();
    const account = await signer.account();
    expect(account).to.equal(await department.own.account());
    const noChain = await signer.certificateChain().catch((error: unknown) => error);
    expect(noChain).to.be.instanceOf(SignerUnavailable).with.property('trouble', 'keyExpired');
    const signed = await signer.signEs256(Buffer.from(signingInput(department))).catch((error: unknown) => error);
    expect(signed).to.be.instanceOf(SignerUnavailable).with.property('trouble', 'keyExpired');
    const refused = await signer
      .signTransaction({ chainId: 1, nonce: 0, to: `0x${'11'.repeat(20)}`, data: '0x', gasLimit: 21_000 })
      .catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(SignerRefused).with.property('reason', 'signer.otherChain');
    close();
  });

  it('keeps its socket to its owner', async function () {
    if (process.platform === 'win32') return;
    await start(department.configure()).message;
    expect(statSync(join(department.folder, 'signer.sock')).mode & 0o777).to.equal(0o600);
    expect(statSync(join(department.folder, keyFiles.signing)).mode & 0o777).to.equal(0o600);
  });
});
