import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { keyFiles } from '../../service/adapters/pki/key-files.ts';
import { newDepartment } from '../../test/support/signer/department.ts';
import { signingInput } from '../../test/support/signer/inputs.ts';
import { signEach } from '../../test/support/signer/sign-each.ts';
import type { Row } from './row.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const COUNT = 10_000;
const ROUNDS = 5;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function rate(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return COUNT / ((performance.now() - began) / 1000);
}

/**
 * 10,000 distinct certificates signed by a Signer program, asked over its socket: checked, logged, every request and answer
 * under a MAC. Floor: bare ES256 over the same signing inputs on as many threads. Interleaved; medians of five rounds.
 */
export async function run(): Promise<Row[]> {
  const threads = availableParallelism();
  const department = newDepartment();
  const inputs = Array.from({ length: COUNT }, () => signingInput(department));
  const limits = { certificatesPerMinute: 10_000_000, certificatesPerDay: 100_000_000 };
  const args = ['service/signer/main.ts', '--config', department.configure({ threads, limits })];
  const program = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const share = Math.ceil(COUNT / threads);
  const pem = readFileSync(join(department.folder, keyFiles.signing), 'utf8');
  const workers = Array.from({ length: threads }, (_, i) => {
    const workerData = { pem, inputs: inputs.slice(i * share, (i + 1) * share) };
    return new Worker(new URL('./signer/floor-worker.ts', import.meta.url), { workerData });
  });
  try {
    await Promise.all([once(program, 'message'), ...workers.map((worker) => once(worker, 'message'))]);
    const { signer, close } = department.client();
    const ours = () => rate(() => signEach(signer, inputs));
    const floor = () =>
      rate(() =>
        Promise.all(
          workers.map((worker) => {
            worker.postMessage('sign');
            return once(worker, 'message');
          }),
        ),
      );
    await ours();
    await floor();
    const rates: { ours: number[]; floor: number[] } = { ours: [], floor: [] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.ours.push(await ours());
      rates.floor.push(await floor());
    }
    close();
    const rounded = (values: number[]): number => Math.round(median(values));
    return [
      { row: 'signer-10k', ours: rounded(rates.ours), peer: null, floor: rounded(rates.floor), unit: 'signatures/s' },
    ];
  } finally {
    program.kill('SIGTERM');
    await Promise.all([once(program, 'exit'), ...workers.map((worker) => worker.terminate())]);
    department.remove();
  }
}
