import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { publicJwk } from '../../../service/adapters/pki/key-ceremony.ts';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { KeyFileUnusable, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { readPasswordFile } from '../../../service/adapters/pki/secret-file.ts';
import { thumbprintBytes } from '../../../service/proof/es256-key.ts';
import { openAccount } from '../../../service/signer/keys/account.ts';
import { openHsms } from '../../../service/signer/keys/hsm.ts';
import { writeJson } from '../../start/durable-json.ts';
import type { NetworkFile } from '../../start/network.ts';
import { chargesOf } from '../../start/region-data.ts';
import { findDepartment } from './departments.ts';
import { refuseExisting } from './files.ts';
import { readOptions } from './usage.ts';
import type { Command } from './usage.ts';

function readNetwork(path: string): NetworkFile {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as NetworkFile;
  } catch (error) {
    throw new KeyFileUnusable(`${path} is no network file`, { cause: error });
  }
}

/** A department's Signer from nothing: account, VRF key, shared secret and configuration; the signing key follows. */
export const setUp: Command = {
  usage: `  setup --region R --department D --network FILE --folder DIR --password-file FILE
      新建签名程序：链上账户、VRF 密钥（均加密）、共享密钥与 signer.json；签名密钥随后 import
      makes a Signer: chain account and VRF key (encrypted), shared secret and signer.json; import the signing key next
`,
  async run(args, say) {
    const required = ['region', 'department', 'network', 'folder', 'password-file'] as const;
    const options = readOptions(args, { required });
    const { department } = findDepartment(options.region, options.department);
    const { folder } = options;
    const file = (name: string): string => join(folder, name);
    refuseExisting(['signer.json', 'access.key', 'account.pem', 'vrf.pem'].map(file));
    const { trustedPoint } = readNetwork(options.network);
    const passphrase = readPasswordFile(options['password-file']);
    const passwordFile = resolve(options['password-file']);
    const encrypted = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
    const vrf = newSigningKey();
    writeKeyFile(
      file('account.pem'),
      String(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export(encrypted)),
    );
    writeKeyFile(file('vrf.pem'), String(vrf.export(encrypted)));
    writeKeyFile(file('access.key'), `${randomBytes(32).toString('base64url')}\n`);
    const { caip2, base, rootX5tS256, contracts } = trustedPoint;
    const { certificateAnchors, recordRegistry, useLedger } = contracts;
    writeJson(file('signer.json'), {
      version: 1,
      department: department.uscc,
      region: { caip2, base, roots: rootX5tS256, contracts: { certificateAnchors, recordRegistry, useLedger } },
      production: true,
      listen: { socket: 'signer.sock' },
      secret: 'access.key',
      log: 'log',
      signing: [],
      account: { source: 'pem', key: 'account.pem', passwordFile },
      vrf: { source: 'pem', key: 'vrf.pem', passwordFile },
      ...chargesOf(base, department.kind),
      limits: {},
    });
    const account = openAccount({ source: 'pem', key: file('account.pem'), passwordFile }, true, openHsms());
    const thumbprint = thumbprintBytes((bytes) => createHash('sha256').update(bytes).digest(), publicJwk(vrf));
    say('上链登记（理事会） to be registered by the Council:');
    say(`  AuthorityRegistry.addAccount(${department.uscc}, ${account.address}, from, 0)`);
    say(`  AuthorityRegistry.addKey(${department.uscc}, 0x${Buffer.from(thumbprint).toString('hex')}, 2, from, 0)`);
    say('服务一方的 for the service’s signers.json:');
    say(
      `  "${department.uscc}": ${JSON.stringify({ address: `unix:${resolve(file('signer.sock'))}`, secret: 'access.key' })}`,
    );
    return 0;
  },
};
