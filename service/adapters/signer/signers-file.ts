import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { parseSharedSecret } from '../../ports/signer-protocol.ts';
import { readSecretFile } from '../pki/secret-file.ts';
import type { SignerAddress } from './exchange.ts';

/** The file that says where the departments' Signers are cannot be used; the message names the place. */
export class SignersFileInvalid extends Error {
  override readonly name = 'SignersFileInvalid';
  readonly code = 'signers.fileInvalid';
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

const schema = z.strictObject({
  version: z.literal(1),
  signers: z.record(
    z.string().length(18),
    z.strictObject({ address: z.string().min(1), secret: z.string().min(1).max(4096) }),
  ),
});

export type SignerEntry = { department: string; address: SignerAddress; secret: Uint8Array };

/** `unix:<path>`, `pipe:<name>` on Windows, or `http://127.0.0.1:<port>`: the secret never goes over a network. */
function addressOf(text: string, folder: string): SignerAddress | undefined {
  if (text.startsWith('unix:')) return { socketPath: resolve(folder, text.slice('unix:'.length)) };
  if (text.startsWith('pipe:')) return { socketPath: `\\\\.\\pipe\\${text.slice('pipe:'.length)}` };
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' || !LOOPBACK.includes(url.hostname) || url.port === '') return undefined;
  return { host: '127.0.0.1', port: Number(url.port) };
}

/**
 * Reads a service's list of Signers: `{version: 1, signers: {<USCC>: {address, secret}}}`, `secret` naming a file that only
 * its owner may read. Paths count from the list's folder.
 *
 * @throws SignersFileInvalid, SecretExposed, KeyFileUnusable
 */
export function readSignersFile(file: string): SignerEntry[] {
  const folder = dirname(resolve(file));
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SignersFileInvalid(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`);
    throw new SignersFileInvalid(`${file}: ${places.join('; ')}`);
  }
  return Object.entries(parsed.data.signers).map(([department, entry]) => {
    const address = addressOf(entry.address, folder);
    if (address === undefined) throw new SignersFileInvalid(`${file}: ${entry.address} is no address of this machine`);
    const secret = parseSharedSecret(readSecretFile(resolve(folder, entry.secret)).toString('utf8'));
    if (secret === undefined) throw new SignersFileInvalid(`${entry.secret} does not hold 32 bytes in base64url`);
    return { department, address, secret };
  });
}
