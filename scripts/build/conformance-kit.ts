import { writeKit } from './write-kit.ts';

// node scripts/build/conformance-kit.ts FOLDER: the cases for partners who build an engine of their own. The package
// brings the same (npm run build:package).

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/build/conformance-kit.ts FOLDER');
  process.exit(3);
}
console.log(`${await writeKit(folder)} cases in ${folder}`);
