import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackage } from './build-package.ts';

// npm run build:package: the verification engine as a package, ready for `npm pack dist/package`.

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = resolve(root, 'dist/package');
const { cases } = await buildPackage(folder);
console.log(`${relative(root, folder)}: ${cases} conformance cases. Next: npm pack ./${relative(root, folder)}`);
