import { join } from 'node:path';
import { rotateDevelopmentKey } from '../../../service/adapters/pki/rotate-development-key.ts';
import { findDepartment } from './departments.ts';
import { readOptions } from './usage.ts';
import type { Command } from './usage.ts';

/** Development only: the next key of a department under the development root. */
export const rotate: Command = {
  usage: `  rotate --region R --department D [--keys DIR]
      开发环境：新增一把签名密钥，下次 npm start 时登记上链并启用
      development: adds a signing key; the next npm start registers it on chain and signs with it
`,
  async run(args, say) {
    const options = readOptions(args, { required: ['region', 'department'], optional: ['keys'] });
    const { region, named } = findDepartment(options.region, options.department);
    const folder = join(options.keys ?? '.zhenglian/keys', region.id);
    const now = Math.floor(Date.now() / 1000);
    say(rotateDevelopmentKey({ folder, region: region.name.zh, department: named, now }));
    return 0;
  },
};
