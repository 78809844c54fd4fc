import { parseArgs } from 'node:util';
import { createEngineCache } from '../../service/verify/index.ts';
import { createCorpus } from './corpus.ts';
import { tryInput } from './fuzz-engine.ts';

// node test/fuzz/run.ts [--count 1000000] [--from 1]: fuzzes the engine; prints findings, verdicts and reasons; exit 1 on a finding.

/** Heap and buffers. Not the process's resident size, of which the C allocator keeps what OpenSSL has given back. */
const MAX_BYTES = 256 * 1024 * 1024;
const { values } = parseArgs({ options: { count: { type: 'string' }, from: { type: 'string' } } });
const count = Number(values.count ?? 1_000_000);
const from = Number(values.from ?? 1);

const corpus = await createCorpus();
const cache = createEngineCache();
const verdicts = new Map<string, number>();
const codes = new Map<string, number>();
const add = (to: Map<string, number>, key: string): void => void to.set(key, (to.get(key) ?? 0) + 1);
let findings = 0;
let slowest = 0;
let peak = 0;
const began = performance.now();

for (let number = from; number < from + count; number++) {
  const { outcome, finding } = await tryInput(number, corpus, cache);
  add(verdicts, outcome.verdict);
  for (const code of outcome.codes) add(codes, code);
  slowest = Math.max(slowest, outcome.cpuMs);
  if (finding !== undefined) {
    findings++;
    console.log(JSON.stringify(finding));
  }
  if (number % 10_000 === 0) {
    const { heapUsed, external } = process.memoryUsage();
    peak = Math.max(peak, heapUsed + external);
    const rate = Math.round((number - from + 1) / ((performance.now() - began) / 1000));
    process.stderr.write(`${number - from + 1} inputs, ${rate}/s, ${findings} findings\n`);
  }
}
const sorted = (map: Map<string, number>) => Object.fromEntries([...map].sort((a, b) => b[1] - a[1]));
console.log(JSON.stringify({ verdicts: sorted(verdicts), codes: sorted(codes) }, null, 1));
console.log(
  `${count} inputs, ${findings} findings, slowest ${slowest.toFixed(0)} ms, peak ${(peak / 1e6).toFixed(0)} MB`,
);
if (findings > 0 || peak > MAX_BYTES) process.exitCode = 1;
