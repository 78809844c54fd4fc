import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { nodePrimitives, nodeSha256 } from '../../../service/adapters/crypto/primitives.ts';
import { headerRlp } from '../../../service/adapters/json-rpc/block-header.ts';
import type { RpcBlock } from '../../../service/adapters/json-rpc/block-header.ts';
import { createChainReader } from '../../../service/adapters/json-rpc/chain-reader.ts';
import type { ChainReaderOptions } from '../../../service/adapters/json-rpc/chain-reader.ts';
import type { ChainData } from '../../../service/domain/chain.ts';
import { attestedStatement } from '../../../service/proof/attested.ts';
import type { Vote } from '../../../service/proof/attested.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex, hexToBytes } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { thumbprint } from '../../../service/proof/es256-key.ts';
import type { Es256Jwk } from '../../../service/proof/es256-key.ts';
import { decodeHeader } from '../../../service/proof/header.ts';
import { codeOf } from '../../ports/store.behavior.ts';
import { openFakeServer, rpcAnswer } from '../../support/fake-node.ts';
import type { Answer } from '../../support/fake-node.ts';

const vector = JSON.parse(
  readFileSync(new URL('../../vectors/execution-header-cancun.json', import.meta.url), 'utf8'),
) as { block: RpcBlock };
const CAIP2 = 'eip155:370500';
const ADDRESS: Hex = `0x${'0a'.repeat(20)}`;
const HEIGHT = Number(vector.block.number);
const OTHER: Hex = `0x${'9'.repeat(64)}`;
const genesisHash = new Uint8Array(32).fill(3);

const validators = [0, 1, 2, 3].map(() => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const jwk: Es256Jwk = { kty: 'EC', crv: 'P-256', x, y };
  const vote = (height: number, hash: Hex, time: number): Vote => {
    const statement = attestedStatement({ genesisHash, chainId: 370500, height, blockHash: hexToBytes(hash), time });
    const signature = sign('sha256', statement, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return { kid: thumbprint(nodeSha256, jwk), time, sig: encodeBase64url(signature) };
  };
  return { jwk, vote };
});
const trust = {
  primitives: nodePrimitives(),
  point: {
    caip2: CAIP2,
    genesisHash: bytesToHex(genesisHash),
    validators: validators.map(({ jwk }) => ({ key: jwk, fromHeight: 0 })),
  },
};
const votes = (count: number, height = HEIGHT, hash = vector.block.hash, time = 1000): Vote[] =>
  validators.slice(0, count).map(({ vote }, n) => vote(height, hash, time + n));
const statement = (given: Vote[], height = HEIGHT, hash = vector.block.hash) => ({ height, hash, votes: given });
const heads = (...statements: unknown[]): Answer => ({ json: { caip2: CAIP2, genesisHash: OTHER, statements } });
const proof = { accountProof: ['0xaa'], balance: '0x0', storageProof: [] as unknown[] };
const honest = rpcAnswer({
  eth_blockNumber: () => vector.block.number,
  eth_getBlockByNumber: (height: Hex) => (Number(height) === HEIGHT ? vector.block : null),
  eth_getProof: (_address: Hex, keys: Hex[]) => ({
    ...proof,
    storageProof: keys.map((key) => ({ key, value: '0x1', proof: ['0xbb', key] })),
  }),
});

describe('The chain reader', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const server = async (answer: (path: string, body: unknown) => Answer): Promise<string> => {
    const { url, close } = await openFakeServer(answer);
    closing.push(close);
    return url;
  };
  const readerOf = async (
    nodes: ((path: string, body: unknown) => Answer)[],
    attesters: Answer[],
    options: ChainReaderOptions = {},
    scheme: ChainData['scheme'] = 'attested',
  ) => {
    const rpcUrls = await Promise.all(nodes.map(server));
    const attestationUrls = await Promise.all(attesters.map((answer) => server(() => answer)));
    const chain = { caip2: CAIP2, rpcUrls, attestationUrls, scheme, depth: 0 };
    return createChainReader(chain, { now: () => 77, ...options });
  };
  const request = { slots: [{ address: ADDRESS, slot: '0x5' as Hex }], minimumBlock: 0 };
  const timed = async (work: Promise<unknown>): Promise<[unknown, boolean]> => {
    const began = performance.now();
    return [await codeOf(work), performance.now() - began < 3000];
  };

  describe('the header', () => {
    it('of a later fork has the fields it appended, and the block’s hash', () => {
      const header = decodeHeader(headerRlp(vector.block, 'attested'));
      expect(bytesToHex(header.hash)).to.equal(vector.block.hash);
      expect([header.number, header.timestamp]).to.deep.equal([HEIGHT, 200]);
    });

    it('under QBFT is left to the header scheme, since its hash is made otherwise', () => {
      const block = { ...vector.block, extraData: '0xf84a' };
      expect(() => headerRlp(block, 'attested')).to.throw();
      expect(decodeHeader(headerRlp(block, 'qbft')).extraData).to.deep.equal(Uint8Array.of(0xf8, 0x4a));
    });

    it('that does not give the claimed hash is not passed on', async () => {
      for (const change of [{ gasUsed: '0x1' }, { stateRoot: OTHER }, { miner: 'x' }, { extraData: 7 }]) {
        const block = { ...vector.block, ...change };
        const node = rpcAnswer({ eth_getBlockByNumber: () => block, eth_getProof: () => proof });
        const reader = await readerOf([node], [heads(statement(votes(4)))]);
        expect(await codeOf(reader.evidence({ slots: [], minimumBlock: 0 }))).to.equal('chain.unreachable');
      }
    });
  });

  describe('evidence', () => {
    it('is header, votes and proofs at the attested block, in the shape the engine takes', async () => {
      const given = votes(4);
      const reader = await readerOf([honest], [heads(statement(given))]);
      const slots = [
        { address: ADDRESS, slot: '0x5' as Hex },
        { address: ADDRESS.toUpperCase().replace('0X', '0x') as Hex, slot: '0x05' as Hex },
        { address: OTHER.slice(0, 42) as Hex, slot: '0x6' as Hex },
      ];
      const evidence = await reader.evidence({ slots, minimumBlock: HEIGHT });
      expect(evidence).to.deep.include({ v: 1, chain: CAIP2, scheme: 'attested', asOf: 77, votes: given });
      expect(decodeHeader(evidence.header).number).to.equal(HEIGHT);
      expect(
        evidence.accounts.map(({ address, storageProof }) => [address, storageProof.map(({ key }) => key)]),
      ).to.deep.equal([
        [ADDRESS, [`0x${'0'.repeat(63)}5`]],
        [OTHER.slice(0, 42), [`0x${'0'.repeat(63)}6`]],
      ]);
    });

    it('takes the newest head that a quorum signed, not a newer one that fewer did', async () => {
      const reader = await readerOf(
        [honest],
        [heads(statement(votes(2, HEIGHT + 1, OTHER), HEIGHT + 1, OTHER), statement(votes(3)))],
      );
      expect((await reader.attestedHead()).height).to.equal(HEIGHT);
      expect(decodeHeader((await reader.evidence(request)).header).number).to.equal(HEIGHT);
    });

    it('merges the votes of all attesters', async () => {
      const [a, b, c] = votes(3) as [Vote, Vote, Vote];
      const reader = await readerOf([honest], [heads(statement([a])), heads(statement([b])), heads(statement([a, c]))]);
      expect(await reader.attestedHead()).to.deep.equal({ height: HEIGHT, hash: vector.block.hash, time: 1000 });
      expect((await reader.evidence(request)).votes).to.have.length(3);
    });

    it('passes votes on although they are too few: the engine says what they prove', async () => {
      const reader = await readerOf([honest], [heads(statement(votes(2)))]);
      expect((await reader.evidence(request)).votes).to.have.length(2);
      expect(await codeOf(reader.attestedHead())).to.equal('chain.unreachable');
    });

    it('goes to the next head when the node lacks a block', async () => {
      const newer = statement(votes(4, HEIGHT + 1, OTHER), HEIGHT + 1, OTHER);
      const reader = await readerOf([honest], [heads(newer, statement(votes(4)))]);
      expect(decodeHeader((await reader.evidence(request)).header).number).to.equal(HEIGHT);
    });

    it('below the block asked for is chain.behind', async () => {
      const reader = await readerOf([honest], [heads(statement(votes(4)))]);
      expect(await codeOf(reader.evidence({ slots: [], minimumBlock: HEIGHT + 1 }))).to.equal('chain.behind');
    });
  });

  describe('with a trusted point', () => {
    it('no liar among the attesters can delay or replace the head', async () => {
      const forged = votes(4, 9999, OTHER).map((vote) => ({ ...vote, sig: 'A'.repeat(86) }));
      const fakeNewer = votes(4).map((vote) => ({ ...vote, time: 5000 }));
      const reader = await readerOf(
        [honest],
        [heads(statement(forged, 9999, OTHER), statement(fakeNewer)), heads(statement(votes(4)))],
        { trust },
      );
      expect(await reader.attestedHead()).to.deep.equal({ height: HEIGHT, hash: vector.block.hash, time: 1001 });
      expect(decodeHeader((await reader.evidence(request)).header).number).to.equal(HEIGHT);
    });

    it('too few votes are no head', async () => {
      const reader = await readerOf([honest], [heads(statement(votes(2)))], { trust });
      expect(await codeOf(reader.attestedHead())).to.equal('chain.unreachable');
    });
  });

  describe('a second node', () => {
    it('is asked when the first is dead, hangs or lies about its form', async () => {
      const bad: ((path: string, body: unknown) => Answer)[] = [
        () => ({ hang: true }),
        () => ({ text: 'no' }),
        () => ({ json: [] }),
      ];
      for (const first of bad) {
        const reader = await readerOf([first, honest], [heads(statement(votes(4)))], { budgetMs: 600 });
        expect(decodeHeader((await reader.evidence(request)).header).number).to.equal(HEIGHT);
      }
    });
  });

  describe('chain.unreachable is said within 3 s', () => {
    const good = heads(statement(votes(4)));
    const cases: [string, ((path: string, body: unknown) => Answer)[], Answer[]][] = [
      ['when node and attesters hang', [() => ({ hang: true })], [{ hang: true }]],
      ['when the node hangs', [() => ({ hang: true }), () => ({ hang: true })], [good]],
      ['when the attesters hang', [honest], [{ hang: true }, { hang: true }]],
      ['when nobody listens', [], []],
      ['when the attesters have no vote', [honest], [{ json: { error: 'no votes yet' }, status: 503 }]],
      [
        'when they speak of another chain',
        [honest],
        [{ json: { caip2: 'eip155:1', statements: [statement(votes(4))] } }],
      ],
      [
        'when they give nonsense',
        [honest],
        [{ json: { caip2: CAIP2, statements: [null, 1, { height: -1 }, { height: 1, hash: 'x', votes: {} }] } }],
      ],
      ['when they redirect', [honest], [{ redirect: 'http://127.0.0.1:9/' }]],
      ['when an answer has no end', [() => ({ endless: true })], [good]],
      [
        'when the node gives null for everything',
        [rpcAnswer({ eth_getBlockByNumber: () => null, eth_getProof: () => null })],
        [good],
      ],
      [
        'when the node gives no proof',
        [rpcAnswer({ eth_getBlockByNumber: () => vector.block, eth_getProof: () => ({}) })],
        [good],
      ],
      [
        'when the node gives proofs of fewer slots',
        [rpcAnswer({ eth_getBlockByNumber: () => vector.block, eth_getProof: () => proof })],
        [good],
      ],
      ...[null, 7, { value: '\ud800', proof: [] }, { value: '0x1', proof: ['\ud800'] }].map(
        (one): [string, ((path: string, body: unknown) => Answer)[], Answer[]] => [
          `when the node gives ${JSON.stringify(one)} as a slot's proof`,
          [
            rpcAnswer({
              eth_getBlockByNumber: () => vector.block,
              eth_getProof: () => ({ ...proof, storageProof: [one] }),
            }),
          ],
          [good],
        ],
      ),
    ];
    for (const [what, nodes, attesters] of cases) {
      it(what, async () => {
        const reader = await readerOf(nodes, attesters);
        expect(await timed(reader.evidence(request))).to.deep.equal(['chain.unreachable', true]);
      });
    }
  });

  describe('under QBFT', () => {
    it('needs no attesters: the newest block is the head', async () => {
      const node = rpcAnswer({
        eth_getBlockByNumber: () => vector.block,
        eth_getProof: () => ({ ...proof, storageProof: [{ value: '0x', proof: [] }] }),
      });
      const reader = await readerOf([node], [], {}, 'qbft');
      expect(await reader.attestedHead()).to.deep.equal({ height: HEIGHT, hash: vector.block.hash, time: 200 });
      const evidence = await reader.evidence(request);
      expect(evidence).to.not.have.property('votes');
      expect(evidence.scheme).to.equal('qbft');
    });
  });

  describe('blocks for people', () => {
    it('are the newest, as many as there are', async () => {
      const node = rpcAnswer({
        eth_blockNumber: () => '0x2',
        eth_getBlockByNumber: (height: Hex) => ({ ...vector.block, number: height, transactions: [OTHER] }),
      });
      const reader = await readerOf([node], []);
      expect((await reader.blocks(2)).map(({ height, transactions }) => [height, transactions])).to.deep.equal([
        [2, 1],
        [1, 1],
      ]);
      expect(await reader.blocks(50)).to.have.length(3);
    });

    it('that are none are left out', async () => {
      for (const block of [null, 7, {}, { ...vector.block, transactions: 1 }, { ...vector.block, number: 'x' }]) {
        const node = rpcAnswer({ eth_blockNumber: () => '0x0', eth_getBlockByNumber: () => block });
        expect(await (await readerOf([node], [])).blocks(1)).to.deep.equal([]);
      }
    });

    it('of a node that refuses are chain.unreachable', async () => {
      const reader = await readerOf([rpcAnswer({})], []);
      expect(await codeOf(reader.blocks(1))).to.equal('chain.unreachable');
    });
  });
});
