import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { departmentFolder, keyFileOr, keyFiles } from '../../service/adapters/pki/key-files.ts';
import { signingFiles } from '../../service/adapters/pki/signing-files.ts';
import type { Department } from '../../service/domain/certificate-type.ts';
import type { TrustedPoint } from '../../service/verify/types.ts';
import { writeJson } from './durable-json.ts';
import type { NetworkFile } from './network.ts';
import { chargesOf, regionOf } from './region-data.ts';

/** The Signer programs of one region and the files that tell them and their service of each other. */
export type SignersPlan = {
  region: string;
  /** `--signers` of the service. */
  file: string;
  programs: { department: Department; name: string; config: string; address: string }[];
};

/** `--signers` names a kind of department that a region does not have. */
export class UnknownDepartmentKind extends Error {
  override readonly name = 'UnknownDepartmentKind';
  readonly code = 'unknownDepartmentKind';
}

/** Sockets have short names: 104 bytes on some systems, with the closing zero. */
const LONGEST_SOCKET = 100;

function addressOf(keys: string, region: string, uscc: string): string {
  const id = createHash('sha256').update(`${keys} ${region} ${uscc}`).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `pipe:zhenglian-${id}`;
  const near = join(departmentFolder(join(keys, region), uscc), 'signer.sock');
  return `unix:${Buffer.byteLength(near) <= LONGEST_SOCKET ? near : join(tmpdir(), `zhenglian-signer-${id}.sock`)}`;
}

/**
 * Which departments of which regions get a Signer program.
 *
 * @param which `all`, or kinds of departments separated by commas
 * @throws UnknownDepartmentKind
 */
export function planSigners(options: {
  regions: readonly { id: string }[];
  keys: string;
  which: string;
}): SignersPlan[] {
  const { regions, keys, which } = options;
  const kinds = which.split(',');
  return regions.map(({ id }) => {
    const { departments } = regionOf(id);
    const unknown = kinds.find((kind) => kind !== 'all' && departments.every((one) => one.kind !== kind));
    if (unknown !== undefined) {
      const known = departments.map(({ kind }) => kind).join(', ');
      throw new UnknownDepartmentKind(`--signers: ${id} has no department "${unknown}"; all, or of ${known}`);
    }
    const chosen = departments.filter(({ kind }) => which === 'all' || kinds.includes(kind));
    return {
      region: id,
      file: join(keys, id, 'signers.json'),
      programs: chosen.map((department) => ({
        department,
        name: department.kind,
        config: join(departmentFolder(join(keys, id), department.uscc), 'signer.json'),
        address: addressOf(keys, id, department.uscc),
      })),
    };
  });
}

const listenOn = (address: string): object => {
  const [kind = '', path = ''] = [address.slice(0, address.indexOf(':')), address.slice(address.indexOf(':') + 1)];
  return { socket: kind === 'pipe' ? `\\\\.\\pipe\\${path}` : path };
};

/** What a development Signer may sign is all that its department is in charge of, as often as a load test wants. */
function configurationOf(plan: SignersPlan['programs'][number], folder: string, log: string, trusted: TrustedPoint) {
  const { caip2, base, rootX5tS256, contracts } = trusted;
  const { certificateAnchors, recordRegistry, useLedger } = contracts;
  return {
    version: 1,
    department: plan.department.uscc,
    region: { caip2, base, roots: rootX5tS256, contracts: { certificateAnchors, recordRegistry, useLedger } },
    production: false,
    listen: listenOn(plan.address),
    secret: 'access.key',
    log,
    signing: signingFiles(folder).map(({ key, certificates }) => ({ source: 'pem', key, certificates })),
    account: { source: 'hex', key: keyFiles.account },
    vrf: { source: 'pem', key: keyFiles.vrf },
    ...chargesOf(base, plan.department.kind),
    limits: {
      certificatesPerMinute: 5_000_000,
      certificatesPerDay: 1_000_000_000,
      statusChangesPerDay: 10_000_000,
      transactionsPerMinute: 6_000,
      transactionsPerDay: 1_000_000,
      evaluationsPerMinute: 1_000_000,
      evaluationsPerDay: 100_000_000,
    },
  };
}

/** Writes the configurations of development Signers over the keys of the ceremony, and the services' lists of them. */
export function writeSigners(options: {
  plans: readonly SignersPlan[];
  keys: string;
  data: string;
  networks: ReadonlyMap<string, NetworkFile>;
}): void {
  const { plans, keys, data, networks } = options;
  for (const { region, file, programs } of plans) {
    const network = networks.get(region);
    if (network === undefined) throw new RangeError(`${region} is not prepared`);
    const signers: Record<string, { address: string; secret: string }> = {};
    for (const plan of programs) {
      const { uscc } = plan.department;
      const folder = departmentFolder(join(keys, region), uscc);
      const secret = join(folder, 'access.key');
      keyFileOr(secret, () => `${randomBytes(32).toString('base64url')}\n`);
      const log = join(data, region, 'signers', uscc);
      mkdirSync(log, { recursive: true });
      writeJson(plan.config, configurationOf(plan, folder, log, network.trustedPoint));
      signers[uscc] = { address: plan.address, secret };
    }
    writeJson(file, { version: 1, signers });
  }
}
