import { parseArgs } from 'node:util';
import { createEngineCache } from '../../service/verify/index.ts';
import { createCorpus } from './corpus.ts';
import { tryInput } from './fuzz-engine.ts';

// node --max-old-space-size=128 test/fuzz/run.ts [--count 1000000] [--from 1]: fuzzes the engine; prints findings, verdicts and reasons; exit 1 on a finding.

/** Of the whole process. Run with `--max-old-space-size=128`, so that garbage that merely waits does not count. */
const MAX_RSS = 256 * 1024 * 1024;
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
    peak = Math.max(peak, process.memoryUsage().rss);
    const rate = Math.round((number - from + 1) / ((performance.now() - began) / 1000));
    process.stderr.write(`${number - from + 1} inputs, ${rate}/s, ${findings} findings\n`);
  }
}
const sorted = (map: Map<string, number>) => Object.fromEntries([...map].sort((a, b) => b[1] - a[1]));
console.log(JSON.stringify({ verdicts: sorted(verdicts), codes: sorted(codes) }, null, 1));
console.log(
  `${count} inputs, ${findings} findings, slowest ${slowest.toFixed(0)} ms, peak ${(peak / 1e6).toFixed(0)} MB`,
);
if (findings > 0 || peak > MAX_RSS) process.exitCode = 1;
