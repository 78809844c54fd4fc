#!/usr/bin/env node
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodePrimitives } from '../adapters/crypto/primitives.ts';
import { runConformanceCase } from './conformance.ts';
import type { ConformanceCase } from './conformance.ts';

const USAGE = `用法 Usage: zhenglian-verify conformance [FOLDER]

用本包的引擎运行一致性用例（默认为随包附带的用例）。
Runs the cases of a conformance kit against this package's engine; without FOLDER, those that came with it.

退出码 Exit codes: 0 全部一致 all agree, 1 有不一致 some differ, 3 用法错误 bad usage or unreadable folder
`;
const kit = fileURLToPath(new URL('../../conformance', import.meta.url));

/** The folder holds no kit. */
class KitUnreadable extends Error {}

const unreadable = (error: Error): never => {
  throw new KitUnreadable(error.message, { cause: error });
};

async function* cases(folder: string): AsyncGenerator<[name: string, one: ConformanceCase]> {
  const names = (await readdir(folder).catch(unreadable)).filter((name) => /^\d+.*\.json$/.test(name));
  if (names.length === 0) throw new KitUnreadable(`no case in ${folder}`);
  for (const name of names.sort()) {
    const text = await readFile(join(folder, name), 'utf8').catch(unreadable);
    yield [name, JSON.parse(text) as ConformanceCase];
  }
}

/** @returns how many cases there were, and how many of them came out otherwise */
async function conformance(folder: string): Promise<{ count: number; different: number }> {
  const primitives = nodePrimitives();
  let [count, different] = [0, 0];
  for await (const [name, one] of cases(folder)) {
    count++;
    const { title, differs } = await runConformanceCase(primitives, one);
    if (differs.length === 0) continue;
    different++;
    console.log(`✗ ${name} ${title}\n  ${differs.join('\n  ')}`);
  }
  return { count, different };
}

const [command, folder = kit, ...more] = process.argv.slice(2);
if (command !== 'conformance' || more.length > 0) {
  console.error(USAGE);
  process.exitCode = 3;
} else {
  try {
    const { count, different } = await conformance(folder);
    console.log(`${count} 个用例，${different} 个不一致  ${count} cases, ${different} differ`);
    process.exitCode = different > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof KitUnreadable)) throw error;
    console.error(error.message);
    process.exitCode = 3;
  }
}
