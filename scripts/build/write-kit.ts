import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conformanceKit } from '../../test/support/engine/kit.ts';

/**
 * Writes the conformance kit: one JSON file a case, and `index.json`, an array of {file, title, verdict, code}. Keys are
 * made anew each time, so no case can be known by its bytes.
 *
 * @returns the number of cases
 */
export async function writeKit(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const index: { file: string; title: string; verdict: string; code: string }[] = [];
  for await (const one of conformanceKit()) {
    const { verdict, code } = one.expected;
    const file = `${String(index.length + 1).padStart(3, '0')}-${code.replace('.', '-')}.json`;
    await writeFile(join(folder, file), `${JSON.stringify(one, null, 1)}\n`);
    index.push({ file, title: one.title, verdict, code });
  }
  await writeFile(join(folder, 'index.json'), `${JSON.stringify(index, null, 1)}\n`);
  return index.length;
}
