import { expect } from 'chai';
import { Contract, Wallet } from 'ethers';
import type { JsonRpcProvider } from 'ethers';
import { request as httpRequest } from 'node:http';
import type { Chain } from '../../../service/chain/open-chain.ts';
import { headerRlp } from '../../../service/adapters/json-rpc/block-header.ts';
import { bytesToHex, hexToBytes } from '../../../service/proof/bytes.ts';
import { decodeHeader } from '../../../service/proof/header.ts';
import { accountFromProof } from '../../../service/proof/state-proof.ts';
import { chainIn, CHAIN_ID, clientOf, createSender, receiptOf, rpc, temporaryData } from './harness.ts';

/** Runtime code that reverts with the four bytes deadbeef, and the init code that returns it. */
const REVERTING = '0x600d600c600039600d6000f363deadbeef6000526004601cfd';

describe('The embedded chain over JSON-RPC', () => {
  let folder: Awaited<ReturnType<typeof temporaryData>>;
  let chain: Chain;
  let client: JsonRpcProvider;
  before(async () => {
    folder = await temporaryData();
    chain = await chainIn(folder.data);
    client = clientOf(chain.url);
  });
  after(async () => {
    client.destroy();
    await chain.close();
    await folder.remove();
  });

  describe('for ethers', () => {
    it('has its chain id and genesis block', async () => {
      expect((await rpc(chain.url, 'eth_chainId')).result).to.equal(`0x${CHAIN_ID.toString(16)}`);
      expect((await client.getBlock(0))?.hash).to.equal(chain.genesisHash);
    });

    it('takes transactions of accounts without balance, at price 0', async () => {
      const wallet = new Wallet(`0x${'21'.repeat(32)}`, client);
      const response = await wallet.sendTransaction({ to: wallet.address, data: '0x1234' });
      expect(response.gasPrice).to.equal(0n);
      const receipt = await response.wait();
      expect(receipt?.status).to.equal(1);
      expect(await client.getBalance(wallet.address)).to.equal(0n);
      expect(await client.getTransactionCount(wallet.address)).to.equal(1);
    });

    it('deploys contracts and reports a revert with its data', async () => {
      const wallet = new Wallet(`0x${'22'.repeat(32)}`, client);
      const receipt = await (await wallet.sendTransaction({ data: REVERTING })).wait();
      const contract = new Contract(receipt?.contractAddress as string, ['function f() view', 'error E()'], client);
      const error = await contract
        .getFunction('f')
        .staticCall()
        .catch((caught: unknown) => caught);
      expect(error).to.include({ code: 'CALL_EXCEPTION', data: '0xdeadbeef' });
      const direct = await rpc(chain.url, 'eth_call', { to: receipt?.contractAddress }, 'latest');
      expect(direct.error).to.deep.equal({ code: 3, message: 'execution reverted', data: '0xdeadbeef' });
    });

    it('counts waiting transactions of an account under the tag pending', async () => {
      const sender = createSender(0x23);
      for (const nonce of [0, 1, 3]) await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(nonce));
      expect(Number((await rpc(chain.url, 'eth_getTransactionCount', sender.address, 'pending')).result)).to.equal(2);
      await receiptOf(chain.url, (await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(2))).result);
      expect(Number((await rpc(chain.url, 'eth_getTransactionCount', sender.address, 'pending')).result)).to.equal(4);
    });

    it('gives headers whose hash is that of their RLP, and account proofs under their state root', async () => {
      const block = (await rpc(chain.url, 'eth_getBlockByNumber', 'latest', false)).result as never;
      const header = decodeHeader(headerRlp(block, 'attested'));
      expect(bytesToHex(header.hash)).to.equal(chain.head().hash);
      const { address } = new Wallet(`0x${'21'.repeat(32)}`);
      const proof = (await rpc(chain.url, 'eth_getProof', address, [], 'latest')).result as { accountProof: string[] };
      expect(
        accountFromProof(header.stateRoot, hexToBytes(address), proof.accountProof.map(hexToBytes)).nonce,
      ).to.equal(1n);
    });
  });

  describe('refuses', () => {
    for (const method of [
      'evm_mine',
      'evm_setNextBlockTimestamp',
      'hardhat_setBalance',
      'hardhat_reset',
      'eth_sendTransaction',
      'eth_accounts',
      'debug_traceTransaction',
      'constructor',
    ]) {
      it(method, async () => expect((await rpc(chain.url, method)).error?.code).to.equal(-32601));
    }

    it('a transaction with bytes after it, which then does not wait either', async () => {
      const raw = await createSender(0x24).sign(0);
      expect((await rpc(chain.url, 'eth_sendRawTransaction', `${raw}00`)).error?.code).to.equal(-32602);
      const accepted = await rpc(chain.url, 'eth_sendRawTransaction', raw);
      expect(accepted.error).to.equal(undefined);
      await receiptOf(chain.url, accepted.result);
    });

    it('a transaction for another chain, one with a price, one with a used nonce', async () => {
      const wallet = new Wallet(`0x${'21'.repeat(32)}`);
      const fields = { type: 0, chainId: CHAIN_ID, nonce: 1, gasPrice: 0, gasLimit: 30_000, to: wallet.address };
      const refusal = async (change: object): Promise<string | undefined> => {
        const raw = await wallet.signTransaction({ ...fields, ...change });
        return (await rpc(chain.url, 'eth_sendRawTransaction', raw)).error?.message;
      };
      expect(await refusal({ chainId: 370100 })).to.match(/another chain/);
      expect(await refusal({ gasPrice: 1 })).to.match(/^insufficient funds/);
      expect(await refusal({ nonce: 0 })).to.match(/nonce too low/);
    });

    for (const params of [[], ['0x'], ['hello'], [1], ['0x1234'], [`0x${'ff'.repeat(200)}`], ['0x12', '0x12']]) {
      it(`the raw transaction ${JSON.stringify(params).slice(0, 20)}`, async () => {
        expect((await rpc(chain.url, 'eth_sendRawTransaction', ...params)).error).to.include.keys('code', 'message');
      });
    }
  });

  describe('as HTTP', () => {
    const post = async (body: string, type = 'application/json'): Promise<[number, unknown]> => {
      const response = await fetch(chain.url, { method: 'POST', headers: { 'content-type': type }, body });
      return [response.status, JSON.parse((await response.text()) || 'null')];
    };

    it('answers batches in order and leaves notifications out', async () => {
      const call = (id: unknown, method: string) => ({ jsonrpc: '2.0', ...(id === undefined ? {} : { id }), method });
      const batch = [
        call('a', 'eth_chainId'),
        call(undefined, 'eth_blockNumber'),
        call(7, 'no_such'),
        call(null, 'eth_gasPrice'),
        5,
      ];
      const [status, replies] = (await post(JSON.stringify(batch))) as [
        number,
        { id: unknown; error?: { code: number } }[],
      ];
      expect(status).to.equal(200);
      expect(replies.map((reply) => [reply.id, reply.error?.code])).to.deep.equal([
        ['a', undefined],
        [7, -32601],
        [null, undefined],
        [null, -32600],
      ]);
      expect((await post('[]'))[1]).to.have.nested.property('error.code', -32600);
    });

    it('tells malformed JSON, other content types, methods and shapes from each other', async () => {
      expect((await post('{"jsonrpc"'))[1]).to.have.nested.property('error.code', -32700);
      expect((await post('{}', 'text/plain'))[0]).to.equal(415);
      expect((await fetch(chain.url)).status).to.equal(405);
      for (const body of ['null', '1', '"x"', '{}', '{"jsonrpc":"2.0","id":{},"method":"eth_chainId"}']) {
        expect((await post(body))[1], body).to.have.nested.property('error.code', -32600);
      }
      const named = '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":{"a":1}}';
      expect((await post(named))[1]).to.have.nested.property('error.code', -32602);
    });

    it('refuses params nested 10,000 deep', async () => {
      const deep = `{"jsonrpc":"2.0","id":1,"method":"eth_call","params":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
      expect((await post(deep))[1]).to.have.nested.property('error.code', -32602);
    });

    it('refuses a body of 10 MB without reading it', async () => {
      const status = await new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'content-length': 10 * 1024 * 1024 };
        const request = httpRequest(chain.url, { method: 'POST', headers }, (response) => {
          resolve(response.statusCode);
          request.destroy();
        });
        request.once('error', reject);
        request.write('{');
      });
      expect(status).to.equal(413);
    });

    it('says at /health that it is ready, and its height', async () => {
      const response = await fetch(`${chain.url}/health`);
      expect(response.status).to.equal(200);
      expect(await response.json()).to.deep.equal({
        ready: true,
        chain: `eip155:${CHAIN_ID}`,
        height: chain.head().height,
      });
    });
  });
});
