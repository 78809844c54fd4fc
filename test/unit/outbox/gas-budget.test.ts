import { expect } from 'chai';
import { createGasBudget, gasLimitOf, TRANSACTION_GAS_CAP } from '../../../service/app/outbox/gas-budget.ts';
import { ChainUnreachable } from '../../../service/ports/chain-reader.ts';
import { openBulk } from '../../support/bulk/bulk-service.ts';
import { register } from '../../support/bulk/register.ts';
import { auditIssuing } from '../../support/issuing/audit.ts';
import { openIssuing } from '../../support/issuing/service.ts';
import type { Issuing } from '../../support/issuing/service.ts';

describe('What a transaction may take', () => {
  let now = 0;
  let asked = 0;
  let blockGas: number | undefined = 30_000_000;
  const writer = {
    async gasLimit() {
      asked++;
      if (blockGas === undefined) throw new ChainUnreachable('away');
      return blockGas;
    },
  };
  beforeEach(() => {
    [now, asked, blockGas] = [1000, 0, 30_000_000];
  });
  const budget = () => createGasBudget({ writer, clock: { now: () => now } });

  it('is half a block, with room above the estimate', async () => {
    for (const each of [21_000, 70_000, 1_000_000]) {
      const items = await budget().items(each);
      expect(gasLimitOf(items * each)).to.be.at.most(15_000_000);
      expect(gasLimitOf((items + 1) * each)).to.be.above(15_000_000);
    }
  });

  it('is never more than the cap of a transaction, however large blocks are', async () => {
    blockGas = 1_000_000_000;
    expect(gasLimitOf((await budget().items(50_000)) * 50_000)).to.be.at.most(TRANSACTION_GAS_CAP);
  });

  it('is one item at least', async () => {
    blockGas = 100_000;
    expect(await budget().items(70_000)).to.equal(1);
  });

  it('is asked for once a minute, and follows the chain', async () => {
    const { items } = budget();
    const first = await items(70_000);
    now += 59;
    expect(await items(70_000)).to.equal(first);
    expect(asked).to.equal(1);
    blockGas = 3_000_000;
    now += 1;
    expect(await items(70_000)).to.be.below(first);
    expect(asked).to.equal(2);
  });

  it('is what the chain said last while it is away, and asked for again', async () => {
    const { items } = budget();
    const first = await items(70_000);
    now += 60;
    blockGas = undefined;
    expect(await items(70_000)).to.equal(first);
    blockGas = 3_000_000;
    expect(await items(70_000)).to.be.below(first);
  });

  it('is not what a node says that is no number', async () => {
    for (const odd of [NaN, 0, -1]) {
      blockGas = odd;
      expect(await budget().items(50_000)).to.be.within(200, 300);
    }
  });

  it('is the cap for a chain that never answered', async () => {
    blockGas = undefined;
    const each = 50_000;
    expect(gasLimitOf((await budget().items(each)) * each)).to.be.within(
      TRANSACTION_GAS_CAP - 2 * each,
      TRANSACTION_GAS_CAP,
    );
  });
});

describe('On a chain of small blocks', () => {
  let city: Issuing;
  beforeEach(async () => {
    city = await openIssuing({ blockGas: 400_000 });
  });
  afterEach(() => city.close());

  it('the batches of a register go one at a time, and all rows are issued', async () => {
    const bulk = await openBulk();
    bulk.chain.faults.blockGas = 400_000;
    try {
      await bulk.restart();
      bulk.chain.faults.unreachable = true;
      const { batch } = await bulk.send(register(3000));
      bulk.chain.faults.unreachable = false;
      expect(await bulk.settled(batch.id)).to.include({ issued: 3000 });
      expect(bulk.chain.anchors().size).to.be.at.least(3);
      expect(bulk.chain.receipts()).to.have.length(bulk.chain.anchors().size);
    } finally {
      await bulk.close();
    }
  });

  it('status changes go two at a time', async () => {
    const ids = await Promise.all([0, 1, 2, 0, 1].map((person, n) => city.issue(person, `issue-000${n}`)));
    const before = city.chain.receipts().length;
    city.chain.faults.unreachable = true;
    const changes = ids.map((id) => city.change(id, { action: 'revoke', reason: 'issued-in-error' }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    city.chain.faults.unreachable = false;
    expect((await Promise.all(changes)).map(({ state }) => state)).to.deep.equal(Array<string>(5).fill('final'));
    expect(city.chain.receipts().length - before).to.be.at.least(3);
    await auditIssuing(city.deps, city.chain, () => city.signer());
  });
});
