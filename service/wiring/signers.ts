import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { departmentFolder, keyFiles } from '../adapters/pki/key-files.ts';
import { DevelopmentKeysRefused, developmentSigners } from '../adapters/signer/development-signer.ts';
import { remoteSigners } from '../adapters/signer/remote-signers.ts';
import type { ManySigner } from '../adapters/workshop/signing-threads.ts';
import type { Config } from '../config.ts';
import type { Signers } from '../ports/signer.ts';

const PRIVATE = [keyFiles.account, keyFiles.signing, keyFiles.vrf];

/** Whose private keys, not the service's to hold, lie in its keys folder: a department's, or the region's root. */
function foreignKeys(folder: string): string | undefined {
  if (existsSync(join(folder, keyFiles.root))) return "the region's root";
  const root = join(folder, 'departments');
  const names = existsSync(root) ? readdirSync(root) : [];
  return names.find((name) => PRIVATE.some((file) => existsSync(join(departmentFolder(folder, name), file))));
}

/**
 * Whom the service asks for the departments' signatures: the Signer programs that `--signers FILE` names, and outside
 * production development signers for all other departments.
 *
 * @throws DevelopmentKeysRefused in production without Signer programs, or with departments' keys or the root's beside the service's own
 * @throws SignersFileInvalid, SecretExposed, KeyFileUnusable
 */
export function openSigners(
  config: Pick<Config, 'keysFolder' | 'production' | 'signersFile'>,
  { signMany, ...options }: { nowMs(): number; report(line: string): void; signMany?: ManySigner },
): Signers & { close(): void } {
  const { keysFolder: folder, production, signersFile: file } = config;
  const development = { folder, production, ...(signMany && { signMany }) };
  if (file === undefined) return { ...developmentSigners(development), close: () => undefined };
  if (!production) return remoteSigners({ file, others: developmentSigners(development), ...options });
  const found = foreignKeys(folder);
  if (found !== undefined) {
    throw new DevelopmentKeysRefused(`private keys of ${found} lie in ${folder}: they belong elsewhere`);
  }
  return remoteSigners({ file, ...options });
}
