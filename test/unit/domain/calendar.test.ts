import { expect } from 'chai';
import { isCalendarDate } from '../../../service/domain/calendar.ts';

describe('The calendar', () => {
  it('has the dates that Date has, of 1890 to 2110', () => {
    const differing: string[] = [];
    for (let year = 1890; year <= 2110; year++) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const date = new Date(Date.UTC(year, month - 1, day));
          const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          if (isCalendarDate(year, month, day) !== same) differing.push(`${year}-${month}-${day}`);
        }
      }
    }
    expect(differing).to.deep.equal([]);
  });
});
