import { privateScalar } from '../../adapters/pki/private-key-file.ts';
import { vrfPublicKey } from '../../proof/vrf.ts';
import type { FileSource } from '../configuration.ts';
import { openKeyFile } from './key-file.ts';

/** The key under which a department's record maps are keyed. HSMs do not evaluate VRFs, so it is always a file. */
export type VrfKey = { secret: Uint8Array; publicKey: Uint8Array };

/** @throws KeyPasswordWrong, KeyUnprotected, KeyFileUnusable, SecretExposed, Pkcs12Unsupported */
export function openVrfKey(source: FileSource, production: boolean): VrfKey {
  const { path, key } = openKeyFile(source, production);
  const secret = privateScalar(path, key, 'prime256v1');
  return { secret, publicKey: vrfPublicKey(secret) };
}
