import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExampleUnknown } from '../../ports/examples.ts';
import type { Examples } from '../../ports/examples.ts';

const NAME = /^[a-z0-9-]{1,60}\.(txt|json)$/;
/** Valid ones first (certificates, then record answers), then what is invalid, then what cannot be determined; others after them by name. */
const ORDER = [
  ...['valid', 'jinan', 'dongying', 'record', 'absent', 'revoked', 'suspended', 'expired', 'superseded', 'tampered'],
  ...['unknown-city', 'unreachable'],
];
const place = (name: string): number => {
  const index = ORDER.indexOf(name.replace(/\.[a-z]+$/, ''));
  return index < 0 ? ORDER.length : index;
};

async function namesIn(folder: string): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => NAME.test(name));
    return names.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The text and JSON files of a folder. @param folder undefined: there are none */
export function examplesFolder(folder: string | undefined): Examples {
  return {
    list: async () => (folder === undefined ? [] : namesIn(folder)),
    async read(name) {
      const known = folder !== undefined && (await namesIn(folder)).includes(name);
      if (!known) throw new ExampleUnknown(`no example ${name}`);
      return readFile(join(folder, name), 'utf8');
    },
  };
}
