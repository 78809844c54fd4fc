import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, rename, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file that only grows. Used by one caller at a time. */
export type AppendFile = {
  /** Resolves only when all bytes are on the disk (fsync). After a rejection nothing is known about the bytes. */
  append(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
};

/**
 * The disk as the chain's programs need it. Every method that writes resolves only when the data, and the folder entry
 * where one changed, would survive a power cut. Errors are Node's (`code` ENOSPC, EROFS, EACCES, …).
 */
export type DurableFiles = {
  /** The file's size in bytes and its bytes in chunks of any size, or undefined if there is no such file. */
  read(path: string): Promise<{ size: number; chunks: AsyncIterable<Uint8Array> } | undefined>;
  /** Puts these bytes in place of the file at once: a reader, also after a power cut, sees the old ones or the new. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  openAppend(path: string): Promise<AppendFile>;
  truncate(path: string, length: number): Promise<void>;
};

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // no folder handles there; NTFS journals its entries
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes the folder and those above it that are missing, each entry on the disk. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) await syncFolder(dirname(folder));
}

async function written(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
  await handle.sync();
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const temporary = `${path}.tmp`; // one writer a path, so what a crash leaves is overwritten by the next
  const handle = await open(temporary, 'w');
  try {
    await written(handle, bytes);
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** {@link DurableFiles} on the real disk. */
export const diskFiles: DurableFiles = {
  async read(path) {
    try {
      const { size } = await stat(path);
      return { size, chunks: createReadStream(path, { highWaterMark: 1 << 20 }) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  replace,
  async openAppend(path) {
    const handle = await open(path, 'a');
    return { append: (bytes) => written(handle, bytes), close: () => handle.close() };
  },
  async truncate(path, length) {
    await truncate(path, length);
    const handle = await open(path, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** The whole of a small file, or undefined if there is none. */
export async function readWhole(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
