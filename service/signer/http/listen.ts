import { chmodSync, lstatSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { SignerConfiguration } from '../configuration.ts';

/** The address cannot be listened on: another program has it, or the folder is missing. */
export class AddressUnusable extends Error {
  override readonly name = 'AddressUnusable';
  readonly code = 'signer.addressUnusable';
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function listening(server: Server, address: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Takes away the socket that a killed Signer has left. @throws AddressUnusable for anything else that is there */
async function clear(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new AddressUnusable(`${path} is no socket`);
  if (await answers(path)) throw new AddressUnusable(`another program listens on ${path}`);
  rmSync(path);
}

async function listenOnSocket(server: Server, path: string, mode: string): Promise<string> {
  const pipe = process.platform === 'win32';
  if (pipe) {
    await listening(server, { path });
    return `pipe:${path}`;
  }
  await clear(path);
  // The socket is made at once, and must not be open to others even for the moment before its mode is set.
  const before = process.umask(0o177);
  const listens = listening(server, { path });
  process.umask(before);
  await listens;
  chmodSync(path, parseInt(mode, 8));
  return `unix:${path}`;
}

/**
 * Listens on a socket of this machine, or on a port of 127.0.0.1; never on an address that others can reach.
 *
 * @returns `unix:<path>` or `http://127.0.0.1:<port>`
 * @throws AddressUnusable
 */
export async function listenLocally(server: Server, listen: SignerConfiguration['listen']): Promise<string> {
  try {
    if ('socket' in listen) return await listenOnSocket(server, listen.socket, listen.mode);
    await listening(server, { host: '127.0.0.1', port: listen.port });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  } catch (error) {
    if (error instanceof AddressUnusable) throw error;
    const where = 'socket' in listen ? listen.socket : `port ${listen.port}`;
    throw new AddressUnusable(`cannot listen on ${where}: ${(error as Error).message}`, { cause: error });
  }
}
