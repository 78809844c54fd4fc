import { join } from 'node:path';
import { certificationRequest } from '../../../service/adapters/pki/certification-request.ts';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { readPasswordFile } from '../../../service/adapters/pki/secret-file.ts';
import { findDepartment } from './departments.ts';
import { refuseExisting } from './files.ts';
import { readOptions } from './usage.ts';
import type { Command } from './usage.ts';

/** A new signing key, encrypted, and the request for its certificate. */
export const requestKey: Command = {
  usage: `  request --region R --department D --folder DIR --name NAME --password-file FILE
      生成加密的签名密钥 NAME.pem 与证书请求 NAME.csr
      makes an encrypted signing key NAME.pem and NAME.csr, the request for its certificate
`,
  async run(args, say) {
    const required = ['region', 'department', 'folder', 'name', 'password-file'] as const;
    const options = readOptions(args, { required });
    const { region, named } = findDepartment(options.region, options.department);
    const [keyPath, requestPath] = ['pem', 'csr'].map((end) => join(options.folder, `${options.name}.${end}`));
    refuseExisting([keyPath as string, requestPath as string]);
    const passphrase = readPasswordFile(options['password-file']);
    const key = newSigningKey();
    const pem = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
    const { uscc, name } = named;
    const subject = { locality: region.name.zh, organization: name, identifier: uscc, commonName: name };
    writeKeyFile(keyPath as string, String(pem));
    writeKeyFile(requestPath as string, certificationRequest(subject, key));
    say(`${keyPath}\n${requestPath}`);
    return 0;
  },
};
