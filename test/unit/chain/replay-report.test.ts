import { expect } from 'chai';
import { replayReport } from '../../../service/chain/replay-report.ts';

describe('A long replay', () => {
  it('says every two seconds how far it is and how fast, and at the end how long it took', () => {
    let now = 0;
    const reported: string[] = [];
    const logged: string[] = [];
    const progress = replayReport({
      size: 1000,
      report: (line) => reported.push(line),
      log: (line) => logged.push(line),
      now: () => now,
    });
    for (let block = 1; block <= 10; block++) {
      now += 500;
      progress.block(block * 100, 3);
    }
    progress.end();
    expect(reported).to.deep.equal([
      'replaying the journal: 40 %, block 4 (2 blocks/s, 6 transactions/s)',
      'replaying the journal: 80 %, block 8 (2 blocks/s, 6 transactions/s)',
    ]);
    expect(logged).to.deep.equal(['replayed 10 blocks with 30 transactions in 5.0 s (2 blocks/s, 6 transactions/s)']);
  });

  it('of an empty journal says nothing', () => {
    const lines: string[] = [];
    const take = (line: string): unknown => lines.push(line);
    replayReport({ size: 0, report: take, log: take }).end();
    expect(lines).to.deep.equal([]);
  });
});
