import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/** A field of a ustar header: text up to its zero byte. */
const field = (block: Buffer, start: number, length: number): string =>
  block.toString('utf8', start, start + length).replace(/\0.*$/s, '');

/**
 * Unpacks what `npm pack` packs: files under `package/`, in the ustar format (POSIX.1-1988 section 10.1.1), gzipped. A machine
 * with Node alone has no tar.
 */
export async function untar(tarball: Buffer, folder: string): Promise<void> {
  const archive = gunzipSync(tarball);
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    const name = field(header, 0, 100);
    if (name === '') break;
    const prefix = field(header, 345, 155);
    const size = Number.parseInt(field(header, 124, 12), 8);
    const path = (prefix === '' ? name : `${prefix}/${name}`).replace(/^package\//, '');
    const mode = Number.parseInt(field(header, 100, 8), 8) & 0o777;
    const type = field(header, 156, 1);
    if (type === '0' || type === '') {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), archive.subarray(at + BLOCK, at + BLOCK + size), { mode });
    } else if (type !== '5') {
      throw new Error(`${path} is of type ${type}`);
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}
