import { expect } from 'chai';
import { killRounds } from '../../support/kill/kill-rounds.ts';

describe('Nothing is lost and nothing done twice, whenever a program is killed', () => {
  it('ten rounds of SIGKILL while certificates are issued, singly and by the register, and revoked', async function () {
    this.timeout(180_000);
    const seed = Date.now() % 1_000_000;
    const report = await killRounds({ rounds: 10, seed }).catch((error: unknown) => {
      throw new Error(`seed ${seed}`, { cause: error });
    });
    expect(report.acknowledged, 'the workload must have got somewhere').to.be.greaterThan(10);
    expect(report).to.include({
      rounds: 10,
      issued: report.acknowledged,
      verified: report.acknowledged,
      anchoredLeaves: report.acknowledged + report.rows,
    });
    expect(report.revoked).to.be.greaterThan(0);
    expect(report.registers).to.be.greaterThan(0);
  });
});
