import { generateKeyPairSync, sign } from 'node:crypto';
import { expect } from 'chai';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { signedHeads } from '../../../service/adapters/json-rpc/attested-heads.ts';
import { attestedStatement } from '../../../service/proof/attested.ts';
import type { Vote } from '../../../service/proof/attested.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import type { Es256Jwk } from '../../../service/proof/es256-key.ts';
import { thumbprint } from '../../../service/proof/es256-key.ts';
import { openFakeServer } from '../../support/fake-node.ts';

const CAIP2 = 'eip155:370500';
const HEIGHT = 7;
const blockHash = new Uint8Array(32).fill(9);
const genesisHash = new Uint8Array(32).fill(3);

describe('a lying attester among honest ones', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const primitives = nodePrimitives();
  const validators = [0, 1, 2, 3].map((n) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const key: Es256Jwk = { kty: 'EC', crv: 'P-256', x, y };
    const time = 1000 + n;
    const statement = attestedStatement({ genesisHash, chainId: 370500, height: HEIGHT, blockHash, time });
    const signature = sign('sha256', statement, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const vote: Vote = { kid: thumbprint(primitives.sha256, key), time, sig: encodeBase64url(signature) };
    return { key, vote };
  });
  const honest = validators.map(({ vote }) => vote);
  const point = {
    ...{ caip2: CAIP2, genesisHash: bytesToHex(genesisHash) },
    validators: validators.map(({ key }) => ({ key, fromHeight: 0 })),
  };

  const statement = (votes: unknown[], height = HEIGHT) => ({ height, hash: bytesToHex(blockHash), votes });
  /** The heads of attesters with these answers, and how many signatures were checked for them. */
  const headsOf = async (...answers: unknown[][]) => {
    const attestationUrls: string[] = [];
    for (const statements of answers) {
      const { url, close } = await openFakeServer(() => ({ json: { caip2: CAIP2, statements } }));
      closing.push(close);
      attestationUrls.push(url);
    }
    let checks = 0;
    const counting = {
      sha256: primitives.sha256,
      verifyEs256: (...given: Parameters<typeof primitives.verifyEs256>) => {
        checks++;
        return primitives.verifyEs256(...given);
      },
    };
    const chain = { caip2: CAIP2, rpcUrls: [], attestationUrls, scheme: 'attested' as const, depth: 0 };
    const heads = await signedHeads(chain, { quorum: 3, timeoutMs: 2000, trust: { primitives: counting, point } });
    return { heads, checks };
  };

  it('cannot bury the others’ votes under thousands of its own, nor have those checked', async () => {
    const forged = (n: number) => honest.map((vote) => ({ ...vote, time: 2000 + n, sig: 'A'.repeat(86) }));
    const flood = Array.from({ length: 60 }, (_, n) =>
      statement(Array.from({ length: 60 }, (_one, m) => forged(60 * n + m)).flat()),
    );
    for (const answers of [
      [flood, [statement(honest)]],
      [[statement(honest)], flood],
    ]) {
      const { heads, checks } = await headsOf(...answers);
      expect(heads[0]).to.include({ height: HEIGHT, time: 1001 });
      expect(checks).to.be.lessThan(20);
    }
  });

  it('brings nothing among the votes that is none by its form', async () => {
    const [good] = honest as [Vote];
    const lies = [
      { ...good, kid: '\ud800'.repeat(43) },
      { ...good, kid: 'x'.repeat(1_000_000) },
      { ...good, sig: '\ud800' },
      { ...good, sig: `${good.sig}A` },
      { ...good, time: -1 },
    ];
    const { heads } = await headsOf([statement(lies)], [statement(honest)]);
    expect(heads[0]?.votes).to.have.deep.members(honest);
  });

  it('takes the newest of one key’s votes from each attester', async () => {
    const old = honest.map((vote) => ({ ...vote, time: 1, sig: 'A'.repeat(86) }));
    const { heads } = await headsOf([statement([...old, ...honest, ...old])]);
    expect(heads[0]?.votes).to.have.deep.members(honest);
  });
});
