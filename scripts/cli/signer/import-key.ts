import { readFileSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { issuerUri } from '../../../service/domain/region-data.ts';
import { parseConfiguration } from '../../../service/signer/configuration.ts';
import { openHsms } from '../../../service/signer/keys/hsm.ts';
import { openSigningKeys } from '../../../service/signer/keys/signing-keys.ts';
import { writeJson } from '../../start/durable-json.ts';
import { refuseExisting } from './files.ts';
import { readOptions, UsageError } from './usage.ts';
import type { Command } from './usage.ts';

type Options = Partial<Record<'pkcs12' | 'key' | 'certificates' | 'from', string>> & { 'password-file': string };

/** The entry of `signing` that the options describe, with the files where they are now. */
function sourceOf(options: Options): Record<string, string> {
  const { pkcs12, key, certificates, from } = options;
  const passwordFile = resolve(options['password-file']);
  const more = { ...(certificates && { certificates: resolve(certificates) }), ...(from && { from }) };
  if (pkcs12 !== undefined && key === undefined) {
    return { source: 'pkcs12', file: resolve(pkcs12), passwordFile, ...more };
  }
  if (key === undefined || pkcs12 !== undefined || certificates === undefined) {
    throw new UsageError('--pkcs12 FILE, 或 or --key FILE --certificates FILE');
  }
  return { source: 'pem', key: resolve(key), passwordFile, ...more };
}

/** Copies key and certificates beside the configuration and names the copies. */
function copied(source: Record<string, string>, folder: string, name: string): Record<string, string> {
  const copies: Record<string, string> = {};
  for (const field of ['file', 'key', 'certificates']) {
    const from = source[field];
    if (from !== undefined)
      copies[field] = `${field === 'certificates' ? 'certificates' : 'signing'}-${name}${extname(from)}`;
  }
  refuseExisting(Object.values(copies).map((copy) => join(folder, copy)));
  for (const [field, copy] of Object.entries(copies)) {
    writeKeyFile(join(folder, copy), readFileSync(source[field] as string));
  }
  return { ...source, ...copies, passwordFile: relative(folder, source['passwordFile'] as string) };
}

/** Takes a signing key into a Signer's configuration, after opening it as the Signer will. */
export const importKey: Command = {
  usage: `  import --config FILE --password-file FILE (--pkcs12 FILE | --key FILE --certificates FILE) [--from TIME]
      核对密钥、证书与部门相符后收入签名程序；自 TIME 起用于新证照，此前先登记上链
      checks that key, certificates and department fit and takes the key in; from TIME on it signs new certificates,
      and must be registered on chain before
`,
  async run(args, say) {
    const required = ['config', 'password-file'] as const;
    const options = readOptions(args, { required, optional: ['pkcs12', 'key', 'certificates', 'from'] });
    const folder = dirname(resolve(options.config));
    const value = JSON.parse(readFileSync(options.config, 'utf8')) as { signing: Record<string, string>[] };
    const source = sourceOf(options);
    const configuration = parseConfiguration({ ...value, signing: [source] }, folder);
    const issuer = issuerUri(configuration.region.base, configuration.department);
    const [key] = openSigningKeys(configuration, issuer, openHsms()).all;
    if (key === undefined) throw new TypeError('a source gives a key');
    const name = Buffer.from(key.x5tS256, 'base64url').toString('hex');
    const entry = copied(source, folder, name.slice(0, 16));
    writeJson(options.config, { ...value, signing: [...value.signing, entry] });
    say(`x5t#S256 ${key.x5tS256}`);
    say('上链登记（理事会） to be registered by the Council:');
    say(`  AuthorityRegistry.addKey(${configuration.department}, 0x${name}, 1, from, 0)`);
    return 0;
  },
};
