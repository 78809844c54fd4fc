import { expect } from 'chai';
import { killRounds } from '../../support/kill/kill-rounds.ts';

const KILLS = 15;

describe('Nothing is lost and nothing done twice, whenever a program is killed', () => {
  it('fifteen times, while connections fail and disks are full, and certificates are issued, singly and by the register, and revoked', async function () {
    this.timeout(300_000);
    const seed = Date.now() % 1_000_000;
    const report = await killRounds({ kills: KILLS, seed }).catch((error: unknown) => {
      throw new Error(`seed ${seed}`, { cause: error });
    });
    expect(report.killed).to.equal(KILLS);
    expect(report.acknowledged, 'the workload must have got somewhere').to.be.greaterThan(10);
    expect(report.registers).to.be.greaterThan(0);
    expect(report.revoked).to.be.greaterThan(0);
    expect(report).to.include({ issued: report.acknowledged, anchoredLeaves: report.acknowledged + report.rows });
    expect(report.verified).to.be.at.least(report.acknowledged + report.registers);
    expect(report.headsKept).to.be.greaterThan(0);
    const faults = Object.values(report.faults).flatMap(({ writes, others }) => [writes, others]);
    expect(faults.flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count)).to.be.greaterThan(0);
  });
});
