import { expect } from 'chai';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskFiles } from '../../../service/chain/durable-files.ts';
import type { DurableFiles } from '../../../service/chain/durable-files.ts';
import { journalPath } from '../../../service/chain/open-chain.ts';
import type { Chain } from '../../../service/chain/open-chain.ts';
import { chainIn, CHAIN_ID, createSender, receiptOf, REGION, rpc, temporaryData } from './harness.ts';

/** The real disk, with each append passing through a function first. */
const withAppend = (before: (bytes: Uint8Array) => Promise<void>): DurableFiles => ({
  ...diskFiles,
  async openAppend(path) {
    const file = await diskFiles.openAppend(path);
    return {
      async append(bytes) {
        await before(bytes);
        await file.append(bytes);
      },
      close: file.close,
    };
  },
});

const codeOf = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );

describe('What an embedded chain has shown', () => {
  let folder: Awaited<ReturnType<typeof temporaryData>>;
  let open: Chain[];
  const sender = createSender(0x41);
  const start = async (files?: DurableFiles): Promise<Chain> => {
    const chain = await chainIn(folder.data, files && { files });
    open.push(chain);
    return chain;
  };
  const send = async (chain: Chain, nonce: number): Promise<unknown> =>
    (await rpc(chain.url, 'eth_sendRawTransaction', await sender.sign(nonce))).result;

  beforeEach(async () => {
    open = [];
    folder = await temporaryData();
  });
  afterEach(async () => {
    await Promise.all(open.map((chain) => chain.close()));
    await folder.remove();
  });

  it('is there after a restart: the same receipts, the same hashes, and it goes on', async () => {
    const first = await start();
    const receipts: unknown[] = [];
    const hashes: unknown[] = [];
    for (let nonce = 0; nonce < 3; nonce++) {
      hashes.push(await send(first, nonce));
      receipts.push(await receiptOf(first.url, hashes[nonce]));
    }
    const head = first.head();
    await first.close();
    const second = await start();
    expect(second.head()).to.deep.equal(head);
    for (const [index, hash] of hashes.entries()) {
      expect(await receiptOf(second.url, hash)).to.deep.equal(receipts[index]);
    }
    await receiptOf(second.url, await send(second, 3));
    expect(second.head().height).to.equal(4);
  });

  it('was on the disk before: no answer shows a block whose write is under way', async () => {
    const writing = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const chain = await start(
      withAppend(() => {
        writing.resolve();
        return written.promise;
      }),
    );
    const hash = await send(chain, 0);
    await writing.promise;
    const answers = Promise.all([
      rpc(chain.url, 'eth_blockNumber'),
      rpc(chain.url, 'eth_getTransactionReceipt', hash),
      rpc(chain.url, 'eth_getTransactionCount', sender.address, 'latest'),
      rpc(chain.url, 'eth_getTransactionByHash', hash),
    ]);
    expect(await Promise.race([answers, sleep(100)])).to.equal(undefined);
    expect(chain.head().height).to.equal(0);
    written.resolve();
    expect((await answers)[0]?.result).to.equal('0x1');
    expect(await readFile(journalPath(folder.data, REGION), 'utf8')).to.include(chain.head().hash);
  });

  for (const code of ['ENOSPC', 'EROFS', 'EIO']) {
    it(`does not include a block that the disk refused (${code}): the chain stops and answers nothing any more`, async () => {
      let refusing = false;
      const disk = withAppend(async () => {
        if (refusing) throw Object.assign(new Error(`${code}: refused`), { code });
      });
      const chain = await start(disk);
      await receiptOf(chain.url, await send(chain, 0));
      refusing = true;
      const hash = await send(chain, 1);
      const error = await chain.failed;
      expect(error).to.include({ code: 'journal.unwritable' });
      expect(error.message).to.include(code);
      for (const call of [['eth_blockNumber'], ['eth_getTransactionReceipt', hash]] as const) {
        expect((await rpc(chain.url, ...(call as [string]))).error?.code).to.equal(-32603);
      }
      expect((await fetch(`${chain.url}/health`)).status).to.equal(503);
      await chain.close();
      const again = await start();
      expect(again.head().height).to.equal(1);
      await receiptOf(again.url, await send(again, 1));
    });
  }

  it('is not believed when the folder cannot be written at the start', async function () {
    if (process.getuid?.() === 0) {
      // root writes into read-only folders: the same refusal comes through the port
      const readOnly = {
        ...diskFiles,
        replace: () => Promise.reject(Object.assign(new Error('EROFS'), { code: 'EROFS' })),
      };
      expect(await codeOf(start(readOnly))).to.equal('journal.unwritable');
      return;
    }
    await chmod(folder.data, 0o555);
    expect(await codeOf(start())).to.be.oneOf(['EACCES', 'EROFS']);
    await chmod(folder.data, 0o755);
  });

  it('belongs to one program: a second one on the same folder is refused', async () => {
    const first = await start();
    expect(await codeOf(start())).to.equal('chain.folderInUse');
    await first.close();
    await start();
  });

  it('is refused under another chain id, and after damage', async () => {
    const first = await start();
    for (const nonce of [0, 1]) await receiptOf(first.url, await send(first, nonce));
    await first.close();
    expect(await codeOf(chainIn(folder.data, { chainId: CHAIN_ID + 1 }))).to.equal('journal.otherChain');
    const path = journalPath(folder.data, REGION);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"height":1', '"height":2'));
    expect(await codeOf(start())).to.equal('journal.damaged');
    await writeFile(path, text);
    await start();
  });

  it('is served on a free port only', async () => {
    const first = await start();
    const other = await temporaryData();
    const port = Number(new URL(first.url).port);
    expect(await codeOf(chainIn(other.data, { port }))).to.equal('portInUse');
    await other.remove();
  });
});
