import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import { signEs256 } from '../crypto/signature-forms.ts';
import { certificatesFromPem } from '../pki/certificates.ts';
import {
  departmentFolder,
  keyFiles,
  KeyFileUnusable,
  parseP256,
  parseAccountKey,
  readKeyFile,
} from '../pki/key-files.ts';
import { signingFilePair, signingFiles } from '../pki/signing-files.ts';
import type { Packed } from '../../domain/bulk/packed.ts';
import type { ManySigner } from '../workshop/signing-threads.ts';
import type { Signer, Signers } from '../../ports/signer.ts';
import type { Hex } from '../../proof/bytes.ts';
import { vrfProve, vrfPublicKey } from '../../proof/vrf.ts';

/** Development keys lie beside the service, so in production whoever holds the service would hold every department. */
export class DevelopmentKeysRefused extends Error {
  override readonly name = 'DevelopmentKeysRefused';
  readonly code = 'signer.developmentKeys';
}

/**
 * A department's signer over the files of its development key ceremony: `account.key`, `signing.pem`,
 * `certificates.pem`, `vrf.pem`; after a rotation over its newest signing key.
 *
 * @throws KeyFileUnusable
 */
export function developmentSigner(folder: string, department: string, signMany?: ManySigner): Signer {
  const own = departmentFolder(folder, department);
  const read = (path: string): { path: string; text: string } => ({ path, text: readKeyFile(path) });
  const newest = signingFiles(own).at(-1) ?? signingFilePair(own, 1);
  const account = read(join(own, keyFiles.account));
  const wallet = new Wallet(parseAccountKey(account.path, account.text));
  const signing = read(newest.key);
  const signingKey = parseP256(signing.path, signing.text);
  const vrf = read(join(own, keyFiles.vrf));
  const vrfSecret = Uint8Array.from(
    Buffer.from(String(parseP256(vrf.path, vrf.text).export({ format: 'jwk' }).d), 'base64url'),
  );
  const publicKey = vrfPublicKey(vrfSecret);
  const chain = read(newest.certificates);
  const certificates = certificatesFromPem(chain.text);
  if (certificates.length < 2) throw new KeyFileUnusable(`${chain.path} holds no chain`);

  return {
    department,
    account: async () => wallet.address as Hex,
    certificateChain: async () => certificates,
    signEs256: async (message) => signEs256(message, signingKey),
    ...(signMany && {
      signMany: async (header: string, payloads: Packed) => ({
        signatures: await signMany(signingKey, header, payloads),
        refused: [],
      }),
    }),
    signTransaction: async (transaction) =>
      (await wallet.signTransaction({ ...transaction, type: 0, gasPrice: 0, value: 0 })) as Hex,
    evaluateVrf: async (alpha) => ({ publicKey, ...vrfProve(vrfSecret, alpha) }),
  };
}

/**
 * The development signers of all departments in a region's keys folder, each read when first asked for.
 *
 * @param options.signMany quicker than one at a time
 * @throws DevelopmentKeysRefused in production mode, whatever the folder holds
 */
export function developmentSigners(options: { folder: string; production: boolean; signMany?: ManySigner }): Signers {
  if (options.production) {
    throw new DevelopmentKeysRefused('production needs a signer program per department, not files beside the service');
  }
  const root = join(options.folder, 'departments');
  const names = existsSync(root) ? readdirSync(root).sort() : [];
  const departments = names.filter((name) => existsSync(join(root, name, keyFiles.certificates)));
  const signers = new Map<string, Signer>();
  return {
    departments: () => departments,
    for: (department) => {
      if (!departments.includes(department)) return undefined;
      const known = signers.get(department) ?? developmentSigner(options.folder, department, options.signMany);
      signers.set(department, known);
      return known;
    },
  };
}
