import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatesFromPem, x5tS256 } from '../../../service/adapters/pki/certificates.ts';
import { keyCeremony } from '../../../service/adapters/pki/key-ceremony.ts';
import { departmentFolder, keyFiles, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { developmentSigners } from '../../../service/adapters/signer/development-signer.ts';
import { remoteSigners } from '../../../service/adapters/signer/remote-signers.ts';
import type { Signer } from '../../../service/ports/signer.ts';

export const REGION = '东营市';
export const CAIP2 = 'eip155:370500';
export const BASE = 'https://dongying.example';
export const USCC = '1137050099990002XA';
export const ISSUER = `${BASE}/departments/${USCC}`;
export const TYPE = `${BASE}/types/professional-title/1`;
export const DOMAIN = `${BASE}/domains/social-insurance`;
export const CONTRACTS = {
  certificateAnchors: `0x${'11'.repeat(20)}`,
  recordRegistry: `0x${'22'.repeat(20)}`,
  useLedger: `0x${'33'.repeat(20)}`,
} as const;

export type TestDepartment = {
  /** The region's keys folder, and the department's in it. */
  keys: string;
  folder: string;
  certificates: Uint8Array[];
  x5tS256: string;
  rootX5tS256: string;
  /** The department's keys in this process: what the Signer's answers are held against. */
  own: Signer;
  /** Writes `signer.json` with some fields changed, and gives its path. */
  configure(changes?: Record<string, unknown>): string;
  /** A service's client of the Signer that listens on this department's socket. */
  client(options?: { secret?: string; report?: (line: string) => void; nowMs?: () => number; address?: string }): {
    signer: Signer;
    close(): void;
  };
  remove(): void;
};

/** A department with keys of a ceremony of its own, held at `now` (Unix seconds; the present when absent). */
export function newDepartment(now = Math.floor(Date.now() / 1000)): TestDepartment {
  const keys = mkdtempSync(join(tmpdir(), 'zl-signer-'));
  keyCeremony({
    folder: keys,
    region: REGION,
    base: BASE,
    departments: [{ uscc: USCC, name: '示例局', issuer: ISSUER }],
    now,
  });
  const folder = departmentFolder(keys, USCC);
  const certificates = certificatesFromPem(readFileSync(join(folder, keyFiles.certificates), 'utf8'));
  const [own, root] = certificates.map(x5tS256) as [string, string];
  writeKeyFile(join(folder, 'access.key'), `${randomBytes(32).toString('base64url')}\n`);
  const configuration = {
    version: 1,
    department: USCC,
    region: { caip2: CAIP2, base: BASE, roots: [root], contracts: CONTRACTS },
    production: false,
    listen: { socket: 'signer.sock' },
    secret: 'access.key',
    log: 'log',
    signing: [{ source: 'pem', key: keyFiles.signing, certificates: keyFiles.certificates }],
    account: { source: 'hex', key: keyFiles.account },
    vrf: { source: 'pem', key: keyFiles.vrf },
    types: [TYPE],
    domains: [DOMAIN],
    threads: 2,
  };
  return {
    ...{ keys, folder, certificates, x5tS256: own, rootX5tS256: root },
    own: developmentSigners({ folder: keys, production: false }).for(USCC) as Signer,
    configure(changes = {}) {
      const path = join(folder, 'signer.json');
      writeFileSync(path, JSON.stringify({ ...configuration, ...changes }));
      return path;
    },
    client({ secret = 'access.key', report = () => undefined, nowMs = Date.now, address = 'unix:signer.sock' } = {}) {
      const file = join(folder, 'signers.json');
      writeFileSync(file, JSON.stringify({ version: 1, signers: { [USCC]: { address, secret } } }));
      const signers = remoteSigners({ file, nowMs, report });
      return { signer: signers.for(USCC) as Signer, close: () => signers.close() };
    },
    remove: () => rmSync(keys, { recursive: true, force: true }),
  };
}
