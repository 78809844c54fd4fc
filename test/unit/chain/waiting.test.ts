import { expect } from 'chai';
import { createWaiting } from '../../../service/chain/waiting.ts';
import type { Hex } from '../../../service/proof/bytes.ts';

const transaction = (name: string, from: string, nonce: number) => ({
  hash: `0x${name}` as Hex,
  raw: `0xraw${name}` as Hex,
  from: `0x${from}` as Hex,
  nonce,
});

describe('The books of waiting transactions', () => {
  it('count as executable what follows the nonce on chain without a gap', () => {
    const waiting = createWaiting();
    waiting.add(transaction('b', 'x', 6), 5);
    expect(waiting.hasExecutable()).to.equal(false);
    waiting.add(transaction('a', 'x', 5), 5);
    waiting.add(transaction('d', 'x', 8), 5);
    expect(waiting.executable().map((one) => one.hash)).to.deep.equal(['0xa', '0xb']);
    expect(waiting.nextNonce('0xX')).to.equal(7);
  });

  it('forget what is in a block and go on from its nonce', () => {
    const waiting = createWaiting();
    waiting.add(transaction('a', 'x', 0), 0);
    waiting.add(transaction('b', 'x', 1), 0);
    waiting.mined(['0xa']);
    expect(waiting.executable().map((one) => one.hash)).to.deep.equal(['0xb']);
    waiting.mined(['0xb']);
    expect(waiting.hasExecutable()).to.equal(false);
    expect(waiting.size).to.equal(0);
    expect(waiting.nextNonce('0xx')).to.equal(undefined);
  });

  it('keep one transaction for each sender and nonce: the newest', () => {
    const waiting = createWaiting();
    waiting.add(transaction('a', 'x', 0), 0);
    waiting.add(transaction('b', 'x', 0), 0);
    expect(waiting.get('0xa')).to.equal(undefined);
    expect(waiting.executable().map((one) => one.raw)).to.deep.equal(['0xrawb']);
  });

  it('forget what the engine dropped, and then what follows it cannot be executed', () => {
    const waiting = createWaiting();
    waiting.add(transaction('a', 'x', 0), 0);
    waiting.add(transaction('b', 'x', 1), 0);
    waiting.drop('0xa');
    expect(waiting.hasExecutable()).to.equal(false);
    expect(waiting.size).to.equal(1);
  });
});
