import { expect } from 'chai';
import { watchTrouble } from '../../../service/adapters/signer/watch-trouble.ts';
import { SignerUnavailable } from '../../../service/ports/signer.ts';
import type { SignerTrouble } from '../../../service/ports/signer.ts';

const trouble = (kind: SignerTrouble): SignerUnavailable => new SignerUnavailable(kind, { trouble: kind });

describe('a Signer’s trouble', () => {
  function watch() {
    const told: string[] = [];
    return { told, observe: watchTrouble('1137050099990002XA', (line) => told.push(line.split(';')[0] as string)) };
  }
  const again = 'the signer of 1137050099990002XA signs again';

  it('is told once when it begins and once when it ends, whatever is asked meanwhile', () => {
    const { told, observe } = watch();
    observe('/v1/jws', undefined);
    for (const path of ['/v1/jws', '/v1/info', '/v1/jws', '/v1/transactions']) observe(path, trouble('stopped'));
    for (const path of ['/v1/info', '/v1/jws', '/v1/transactions']) observe(path, undefined);
    expect(told).to.deep.equal(['stopped', again]);
  });

  it('is told anew when it becomes another', () => {
    const { told, observe } = watch();
    observe('/v1/info', trouble('stopped'));
    observe('/v1/info', trouble('unauthorised'));
    observe('/v1/info', undefined);
    expect(told).to.deep.equal(['stopped', 'unauthorised', again]);
  });

  it('of certificates alone does not come and go with what else is signed', () => {
    const { told, observe } = watch();
    for (let turn = 0; turn < 3; turn++) {
      observe('/v1/jws', trouble('keyExpired'));
      observe('/v1/transactions', undefined);
    }
    observe('/v1/jws', undefined);
    expect(told).to.deep.equal(['keyExpired', again]);
  });

  it('of one thing says that a program that was away is there again', () => {
    const { told, observe } = watch();
    observe('/v1/jws', trouble('stopped'));
    observe('/v1/jws', trouble('limit'));
    observe('/v1/jws', trouble('stopped'));
    observe('/v1/jws', undefined);
    expect(told).to.deep.equal(['stopped', 'limit', 'stopped', again]);
  });
});
