import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  certificatesFromPem,
  certificatesToPem,
  issueDepartment,
  x5tS256,
} from '../../../service/adapters/pki/certificates.ts';
import { requestedKey } from '../../../service/adapters/pki/certification-request.ts';
import { keyFiles, KeyFileUnusable, parseP256, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { readPemKey } from '../../../service/adapters/pki/private-key-file.ts';
import { findDepartment, findRegion } from './departments.ts';
import { refuseExisting } from './files.ts';
import { readOptions, UsageError } from './usage.ts';
import type { Command } from './usage.ts';

const DAYS = '1826'; // 5 years

function findSubject(regionId: string, department: string | undefined) {
  if (department !== undefined) return findDepartment(regionId, department);
  const region = findRegion(regionId);
  return { region, named: { name: region.name.zh, issuer: region.base } };
}

/** The root's side: a certificate for a department's request, or for the region's own service. */
export const certify: Command = {
  usage: `  certify --region R [--department D] --root DIR --request FILE --out FILE [--days N] [--password-file FILE]
      根证书一方：为部门的请求签发证书；DIR 内有 root/root.pem 与 root/certificate.pem；不指定部门则为本地区的服务
      the root's side: certifies a department's request; DIR holds root/root.pem and root/certificate.pem; without a
      department that of the region's own service
`,
  async run(args, say) {
    const required = ['region', 'root', 'request', 'out'] as const;
    const options = readOptions(args, { required, optional: ['department', 'days', 'password-file'] });
    const { days = DAYS } = options;
    if (!/^[1-9][0-9]{0,4}$/.test(days)) throw new UsageError('--days: 1 … 99999');
    refuseExisting([options.out]);
    const { region, named } = findSubject(options.region, options.department);
    const rootPath = join(options.root, keyFiles.root);
    const { key } = readPemKey(rootPath, options['password-file']);
    parseP256(rootPath, String(key.export({ type: 'pkcs8', format: 'pem' })));
    const certificatePath = join(options.root, keyFiles.rootCertificate);
    const [certificate] = certificatesFromPem(readFileSync(certificatePath, 'utf8'));
    if (certificate === undefined) throw new KeyFileUnusable(`${certificatePath} holds no certificate`);
    const issued = issueDepartment(
      { key, certificate, region: region.name.zh },
      {
        ...named,
        key: requestedKey(readFileSync(options.request, 'utf8')),
        now: Math.floor(Date.now() / 1000),
        validDays: Number(days),
      },
    );
    writeKeyFile(options.out, certificatesToPem([issued.certificate, certificate]));
    say(x5tS256(issued.certificate));
    return 0;
  },
};
