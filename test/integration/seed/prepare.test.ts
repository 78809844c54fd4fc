import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Contract, JsonRpcProvider } from 'ethers';
import { networkFilePath, partnerPlan } from '../../../scripts/start/network.ts';
import type { NetworkFile } from '../../../scripts/start/network.ts';
import { certificateTypes, chainIdOf, chargesOf, offlineRegion, regionOf } from '../../../scripts/start/region-data.ts';
import { developmentSigners } from '../../../service/adapters/signer/development-signer.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';
import { openPreparedChains } from '../../support/prepared-chains.ts';
import type { PreparedChains } from '../../support/prepared-chains.ts';

const ABI = [
  'function digestOf(uint64 chainId) view returns (bytes32)',
  'function isAccredited(bytes18 department, bytes32 subject, uint32 moment) view returns (bool)',
  'function keyOf(bytes32 thumbprint) view returns ((bytes18 department, uint8 use, uint32 from, uint32 until, uint32 compromisedFrom))',
  'function authorised(address account, bytes32 subject) view returns (bytes18)',
];
const sha256 = (text: string | Uint8Array): string => `0x${createHash('sha256').update(text).digest('hex')}`;
const bytes18 = (uscc: string): string => `0x${Buffer.from(uscc).toString('hex')}`;

describe('preparing two regions', function () {
  this.timeout(60_000);
  let chains: PreparedChains;
  before(async () => {
    chains = await openPreparedChains(['dongying', 'jinan']);
  });
  after(() => chains?.close());

  const network = (id: string): NetworkFile => chains.networks.get(id) as NetworkFile;
  function contract(id: string, name: 'partnerRegistry' | 'authorityRegistry'): Contract {
    const { chain, trustedPoint } = network(id);
    return new Contract(trustedPoint.contracts[name], ABI, new JsonRpcProvider(chain.rpcUrls[0]));
  }

  it('writes for each region where it is found and what is believed of it', () => {
    for (const id of ['dongying', 'jinan', 'offline']) {
      expect(JSON.parse(readFileSync(networkFilePath(chains.data, id), 'utf8'))).to.deep.equal(network(id));
    }
    const { trustedPoint, chain } = network('dongying');
    expect(trustedPoint).to.include({ caip2: 'eip155:370500', base: 'https://dongying.example', development: true });
    expect(chain.rpcUrls).to.deep.equal([chains.running[0]?.rpcUrl]);
    expect(trustedPoint.validators).to.have.length(4);
  });

  it('lets each admit the other and the offline example, under the entry both can compute', async () => {
    for (const [id, partners] of [
      ['dongying', ['jinan', 'offline']],
      ['jinan', ['dongying', 'offline']],
    ] as const) {
      for (const partner of partners) {
        const region = partner === 'offline' ? offlineRegion : regionOf(partner);
        const { entry } = partnerPlan(region, network(partner).trustedPoint, join(chains.keys, partner));
        const digest: unknown = await contract(id, 'partnerRegistry').getFunction('digestOf')(chainIdOf(region.caip2));
        expect(digest, `${partner} at ${id}`).to.equal(sha256(entry));
      }
    }
  });

  it('admits every department with its account, its keys and the types and domains of its kind', async () => {
    const registry = contract('dongying', 'authorityRegistry');
    const region = regionOf('dongying');
    const signers = developmentSigners({ folder: join(chains.keys, 'dongying'), production: false });
    const moment = Math.floor(Date.now() / 1000) + 5;
    let accredited = 0;
    for (const { uscc, kind } of region.departments) {
      const signer = signers.for(uscc);
      const [certificate] = (await signer?.certificateChain()) ?? [];
      const key = (await registry.getFunction('keyOf')(sha256(certificate as Uint8Array))) as {
        department: string;
        use: bigint;
      };
      expect([key.department, key.use]).to.deep.equal([bytes18(uscc), 1n]);
      const { types, domains } = chargesOf(region.base, kind);
      for (const uri of [...types, ...domains]) {
        expect(await registry.getFunction('isAccredited')(bytes18(uscc), sha256(uri), moment), uri).to.equal(true);
        expect(await registry.getFunction('authorised')(await signer?.account(), sha256(uri))).to.equal(bytes18(uscc));
        accredited += 1;
      }
    }
    expect(accredited).to.equal(certificateTypes.length + 3);
  });

  it('gives the offline example keys of its own and addresses nobody answers at', async () => {
    const { chain, trustedPoint } = network('offline');
    expect(trustedPoint.rootX5tS256).to.not.deep.equal(network('dongying').trustedPoint.rootX5tS256);
    const signers = developmentSigners({ folder: join(chains.keys, 'offline'), production: false });
    expect(signers.departments()).to.deep.equal(offlineRegion.departments.map(({ uscc }) => uscc));
    const answer = await fetch(chain.rpcUrls[0] as string, { method: 'POST' }).catch(() => 'refused');
    expect(answer).to.equal('refused');
    expect(hexToBytes(trustedPoint.genesisHash)).to.have.length(32);
  });

  it('finds nothing to do the second time, within a second', async () => {
    const blocks = async () => new JsonRpcProvider(network('dongying').chain.rpcUrls[0]).getBlockNumber();
    const height = await blocks();
    const started = performance.now();
    expect(await chains.prepareAgain()).to.deep.equal(chains.networks);
    expect(performance.now() - started).to.be.below(1000);
    expect(await blocks()).to.equal(height);
  });

  it('writes lost network files again, and finds the contracts that are there', async () => {
    rmSync(networkFilePath(chains.data, 'jinan'));
    await chains.prepareAgain();
    expect(JSON.parse(readFileSync(networkFilePath(chains.data, 'jinan'), 'utf8'))).to.deep.equal(network('jinan'));
  });
});
