import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conformanceKit } from '../../test/support/engine/kit.ts';

// node scripts/build/conformance-kit.ts FOLDER: writes one JSON file a case, {title, given, expected}, for partners who build an
// engine of their own. Keys are made anew each time, so no case can be known by its bytes.

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/build/conformance-kit.ts FOLDER');
  process.exit(3);
}
await mkdir(folder, { recursive: true });
let count = 0;
for await (const one of conformanceKit()) {
  count++;
  const name = `${String(count).padStart(3, '0')}-${one.expected.code.replace('.', '-')}.json`;
  await writeFile(join(folder, name), `${JSON.stringify(one, null, 1)}\n`);
}
console.log(`${count} cases in ${folder}`);
