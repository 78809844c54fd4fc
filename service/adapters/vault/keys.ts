import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeBase64url, encodeBase64url } from '../../proof/base64url.ts';

const KEY_BYTES = 32;

/** A key file is missing where it must exist, or does not hold one 256-bit key. The operator restores the keys folder. */
export class VaultKeyInvalid extends Error {
  override readonly name = 'VaultKeyInvalid';
  readonly code = 'vault.keyInvalid';
}

/** Reads a key file: 32 bytes in base64url on one line. @throws VaultKeyInvalid */
export async function readKey(file: string): Promise<Uint8Array> {
  let key: Uint8Array;
  try {
    key = decodeBase64url((await readFile(file, 'utf8')).trim());
  } catch (error) {
    throw new VaultKeyInvalid(`${file} cannot be read as a key`, { cause: error });
  }
  if (key.length !== KEY_BYTES) throw new VaultKeyInvalid(`${file} does not hold 32 bytes`);
  return key;
}

/**
 * Writes a new random key file (mode 600), durable when it returns; a file that exists is left alone. For setup only: a
 * service that finds its keys missing must stop rather than make others, or it would never read its data again.
 */
export async function createKey(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(`${encodeBase64url(randomBytes(KEY_BYTES))}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  const folder = await open(dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}
