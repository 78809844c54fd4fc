import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';

/** A file to check, and the name it is shown by. */
export type InputFile = { label: string; read(): Promise<Uint8Array> };

/** The file cannot be read: nothing can be said about what it holds. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
  readonly code = 'cli.fileUnreadable';
}

/** An archive of some ten thousand certificates; larger ones are to be unpacked. */
const MAX_BYTES = 256 * 1024 * 1024;

const unreadable = (file: string, error: unknown): FileUnreadable =>
  new FileUnreadable(`${file}: ${(error as Error).message}`, { cause: error });

async function readLimited(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > MAX_BYTES) throw new RangeError(`larger than ${MAX_BYTES / 1024 / 1024} MB`);
  return readFile(path);
}

/** npm runs scripts in the project's folder; a path that is not there is meant from where npm was called. */
async function locate(file: string): Promise<{ path: string; folder: boolean }> {
  const calledFrom = process.env['INIT_CWD'];
  try {
    return { path: file, folder: (await stat(file)).isDirectory() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || calledFrom === undefined) throw error;
    const path = resolve(calledFrom, file);
    return { path, folder: (await stat(path)).isDirectory() };
  }
}

/** Files below a folder in order of their names, hidden ones left out; one folder's names in memory at a time. */
async function* filesBelow(folder: string, label: string): AsyncGenerator<InputFile> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const name = `${label.replace(/\/$/, '')}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(path, name);
    // A link may lead anywhere, in circles too.
    else if (entry.isFile())
      yield { label: name, read: () => readLimited(path).catch((error) => Promise.reject(unreadable(name, error))) };
  }
}

/**
 * The files that a name on the command line stands for: itself, all below a folder, or standard input for `-`.
 *
 * @throws FileUnreadable when it is not there, or is a folder without files
 */
export async function* expand(file: string): AsyncGenerator<InputFile> {
  const failing = (error: unknown) => Promise.reject(unreadable(file, error));
  if (file === '-') {
    yield { label: file, read: () => buffer(process.stdin).catch(failing) };
    return;
  }
  const { path, folder } = await locate(file).catch(failing);
  if (!folder) {
    yield { label: file, read: () => readLimited(path).catch(failing) };
    return;
  }
  let count = 0;
  try {
    for await (const one of filesBelow(path, file)) {
      count++;
      yield one;
    }
  } catch (error) {
    throw error instanceof FileUnreadable ? error : unreadable(file, error);
  }
  if (count === 0) throw new FileUnreadable(`${file}: 文件夹中没有文件 no files in this folder`);
}
