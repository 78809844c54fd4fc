import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another program works on the same folder. Stop it, or choose another data folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly code = 'chain.folderInUse';
  constructor(path: string) {
    super(`${path} is in use by another program. Stop that one first, or choose another data folder (--data).`);
  }
}

/**
 * A name that only one living process can hold. The kernel frees it when its holder ends, however it ends, so there is no
 * stale lock to clean up: a name in Linux's abstract socket space, a named pipe on Windows, a socket file elsewhere.
 */
function nameOf(path: string): string {
  const id = `zhenglian-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${id}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${id}` : join(tmpdir(), `${id}.sock`);
}

function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(name, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Holds one name in an existing folder for this process. Guards against a mistake on one machine, not against one who
 * means it.
 *
 * @throws FolderInUse
 */
export async function lockIn(folder: string, what: string): Promise<{ release(): Promise<void> }> {
  const path = join(realpathSync(folder), what);
  const name = nameOf(path);
  let server = await listen(name);
  if (server === undefined && name.endsWith('.sock') && !(await answers(name))) {
    rmSync(name, { force: true }); // left by a process that was killed
    server = await listen(name);
  }
  if (server === undefined) throw new FolderInUse(path);
  const held = server;
  return { release: () => new Promise((resolve) => held.close(() => resolve())) };
}
