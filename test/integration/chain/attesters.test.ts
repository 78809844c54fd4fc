import { expect } from 'chai';
import { readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { nodePrimitives } from '../../../service/adapters/crypto/primitives.ts';
import { developmentValidators } from '../../../service/chain/development-validators.ts';
import { attestersFolder } from '../../../service/chain/open-chain.ts';
import type { Chain } from '../../../service/chain/open-chain.ts';
import { openAttesters } from '../../../service/chain/open-attesters.ts';
import type { Attesters, AttestersOptions, PublishedHeads } from '../../../service/chain/open-attesters.ts';
import { checkAttested } from '../../../service/proof/attested.ts';
import { hexToBytes } from '../../../service/proof/bytes.ts';
import { chainIn, CHAIN_ID, createSender, eventually, receiptOf, REGION, rpc, temporaryData } from './harness.ts';

const validators = developmentValidators(REGION);
type Statement = PublishedHeads['statements'][number];

describe('The attesters of an embedded chain', () => {
  let folder: Awaited<ReturnType<typeof temporaryData>>;
  let chain: Chain;
  let running: Attesters[];
  const sender = createSender(0x61);

  const attest = async (options: Partial<AttestersOptions> = {}): Promise<Attesters> => {
    const common = { region: REGION, validators, chainUrl: chain.url, port: 0, data: folder.data, pollMs: 20 };
    const attesters = await openAttesters({ ...common, ...options });
    running.push(attesters);
    return attesters;
  };
  const published = async (url: string): Promise<PublishedHeads | undefined> => {
    const response = await fetch(`${url}/v1/head`);
    return response.status === 200 ? ((await response.json()) as PublishedHeads) : undefined;
  };
  const send = async (nonce: number): Promise<void> => {
    await receiptOf(chain.url, (await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(nonce))).result);
  };
  /** Waits for the statement about this height with so many votes. */
  const statementAt = (url: string, height: number, votes = 4): Promise<Statement> =>
    eventually(async () => {
      const found = (await published(url))?.statements[0];
      return found?.height === height && found.votes.length === votes ? found : undefined;
    });
  const proves = async (height: number, hash: string, votes: Statement['votes']) => {
    const trustedPoint = {
      caip2: `eip155:${CHAIN_ID}`,
      genesisHash: chain.genesisHash,
      validators: validators.map(({ publicKey }) => ({ key: publicKey, fromHeight: 0 })),
    };
    return checkAttested(nodePrimitives(), { trustedPoint, header: { number: height, hash: hexToBytes(hash) }, votes });
  };

  beforeEach(async () => {
    running = [];
    folder = await temporaryData();
    chain = await chainIn(folder.data);
  });
  afterEach(async () => {
    await Promise.all(running.map((attesters) => attesters.close()));
    await chain.close();
    await folder.remove();
  });

  it('sign the head, each new one too, so that a quorum can be put together', async () => {
    const { url } = await attest();
    const first = await statementAt(url, 0);
    expect(first.hash).to.equal(chain.genesisHash);
    await send(0);
    const { hash, votes } = await statementAt(url, 1);
    expect(hash).to.equal(chain.head().hash);
    expect(await proves(1, hash, votes)).to.include({ ok: true, quorum: 3 });
    expect(await proves(1, chain.genesisHash, votes)).to.include({ ok: false, code: 'noQuorum' });
    expect((await published(url))?.statements.map((statement) => statement.height)).to.deep.equal([1, 0]);
  });

  it('renew their statements without a new block', async () => {
    const { url } = await attest({ maxAge: 3 });
    const first = await statementAt(url, 0);
    const renewed = await eventually(async () => {
      const statement = (await published(url))?.statements[0] as Statement;
      return statement.votes.every((vote, index) => vote.time > (first.votes[index]?.time as number))
        ? statement
        : undefined;
    });
    expect(chain.head().height).to.equal(0);
    expect(await proves(0, renewed.hash, renewed.votes)).to.include({ ok: true });
  });

  it('publish what is on the disk: votes survive a restart, even while the chain is down', async () => {
    const first = await attest();
    await send(0);
    const before = await statementAt(first.url, 1);
    const file = join(attestersFolder(folder.data, REGION), `${validators[0]?.kid}.json`);
    expect(JSON.parse(await readFile(file, 'utf8'))).to.have.nested.property('signed[0].sig', before.votes[0]?.sig);
    await first.close();
    await chain.close();
    const second = await attest();
    expect((await published(second.url))?.statements[0]).to.deep.equal(before);
    expect((await fetch(`${second.url}/health`)).status).to.equal(503);
  });

  it('stopped by two of four leave the others’ votes, which are no quorum', async () => {
    const [a, b] = [
      await attest({ validators: validators.slice(0, 2) }),
      await attest({ validators: validators.slice(2) }),
    ];
    const [of01, of23] = [await statementAt(a.url, 0, 2), await statementAt(b.url, 0, 2)];
    expect(await proves(0, chain.genesisHash, [...of01.votes, ...of23.votes])).to.include({ ok: true });
    await b.close();
    await send(0);
    const alone = await statementAt(a.url, 1, 2);
    expect(await proves(1, alone.hash, alone.votes)).to.include({ ok: false, code: 'noQuorum' });
  });

  it('do not run twice with the same key', async () => {
    await attest({ validators: validators.slice(0, 2) });
    const error = await attest({ validators: validators.slice(1) }).catch((caught: unknown) => caught);
    expect(error).to.include({ code: 'chain.folderInUse' });
  });

  it('catch up over many blocks by following the parents', async () => {
    const first = await attest();
    await statementAt(first.url, 0);
    await first.close();
    for (let nonce = 0; nonce < 5; nonce++) await send(nonce);
    const second = await attest();
    expect((await statementAt(second.url, 5)).hash).to.equal(chain.head().hash);
  });

  it('wait until a block is as deep as the chain demands', async () => {
    const { url } = await attest({ depth: 2 });
    await send(0);
    await send(1);
    await send(2);
    expect((await statementAt(url, 1)).height).to.equal(1);
  });

  it('refuse, loudly, a chain that has lost what they signed, and go on when it is back', async () => {
    const said: string[] = [];
    const { url } = await attest({ report: (line) => said.push(line) });
    await send(0);
    const before = await statementAt(url, 1);
    const port = Number(new URL(chain.url).port);
    const good = folder;
    await chain.close();

    // The same address, another history: block 1 with another transaction.
    const other = await temporaryData();
    chain = await chainIn(other.data, { port });
    await receiptOf(chain.url, (await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(0, '0xff'))).result);
    expect(chain.head().height).to.equal(1);
    await send(1);
    await eventually(async () => said.filter((line) => /REFUSES TO SIGN/.test(line)).length >= 4 || undefined);
    expect((await published(url))?.statements[0]).to.deep.equal(before);
    expect((await fetch(`${url}/health`)).status).to.equal(503);
    await chain.close();
    await other.remove();

    chain = await chainIn(good.data, { port });
    await send(1);
    expect((await statementAt(url, 2)).hash).to.equal(chain.head().hash);
  });

  it('bind the chain: a journal without a block they signed is not started from', async () => {
    const attesters = await attest();
    await send(0);
    await statementAt(attesters.url, 1);
    await chain.close();
    const path = join(folder.data, REGION, 'chain', 'journal.ndjson');
    const text = await readFile(path, 'utf8');
    await truncate(path, text.indexOf('\n') + 1);
    const error = await chainIn(folder.data).catch((caught: unknown) => caught);
    expect(error).to.include({ code: 'journal.behindAttested' });
  });
});
