import { createHash } from 'node:crypto';
import { utf8 } from '../../service/proof/bytes.ts';
import type { Deployment } from '../deployment.ts';
import { govern, governanceCall, numberTopic } from '../govern.ts';
import type { GovernanceCall } from '../govern.ts';

/** Admits partner regions and brings changed entries up to date. A partner that was removed is not admitted again. */
export async function run(deployment: Deployment): Promise<void> {
  const lists = await Promise.all(
    deployment.context.partners.map(async ({ chainId, entry }): Promise<GovernanceCall[]> => {
      const digest = `0x${createHash('sha256').update(entry).digest('hex')}`;
      const [recorded] = await deployment.ask('partnerRegistry', 'digestOf', [chainId]);
      if (recorded === digest) return [];
      const known = BigInt(recorded as string) !== 0n;
      if (!known && (await deployment.everLogged('partnerRegistry', 'PartnerRemoved', numberTopic(chainId)))) {
        deployment.context.report(`partner ${chainId} was removed by the Council and stays out`);
        return [];
      }
      const method = known ? 'update' : 'admit';
      const args = [chainId, utf8(entry)];
      return [governanceCall(deployment, 'partnerRegistry', method, args, `${method} partner ${chainId}`)];
    }),
  );
  await govern(deployment, lists.flat());
}
