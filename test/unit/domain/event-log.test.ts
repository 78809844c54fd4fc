import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { eventHash, firstBrokenEvent, LOG_START } from '../../../service/domain/event-log.ts';
import { isUuid, uuidFromBytes, uuidToBytes, uuidv4, uuidv7, uuidv7Time } from '../../../service/domain/uuid.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

function log(count: number): { seq: number; prev: string; hash: string; type: string; sealed?: string }[] {
  const events = [];
  let prev: string = LOG_START;
  for (let seq = 1; seq <= count; seq++) {
    const event = { seq, at: 5, type: `t${seq}`, v: 1, subject: 's', actor: 'a', prev, sealed: 'ciphertext' };
    const hash = eventHash(sha256, event as { hash?: string });
    events.push({ ...event, hash });
    prev = hash;
  }
  return events;
}

describe('The event log', () => {
  it('hashes tag and canonical form of everything but the hash', () => {
    const tag = createHash('sha256').update('zhenglian/v1/event').digest();
    const expected = createHash('sha256').update(tag).update('{"a":1,"b":[2]}').digest('hex');
    const event = { b: [2], hash: 'ignored', a: 1, absent: undefined };
    expect(eventHash(sha256, event)).to.equal(`0x${expected}`);
  });

  it('of untouched events is whole', () => {
    expect(firstBrokenEvent(sha256, { seq: 0, hash: LOG_START }, log(5))).to.equal(undefined);
  });

  it('names the first event that was changed, dropped, doubled or moved', () => {
    const start = { seq: 0, hash: LOG_START };
    const events = log(5);
    const changed = events.map((event) => (event.seq === 3 ? { ...event, sealed: 'other' } : event));
    expect(firstBrokenEvent(sha256, start, changed)).to.equal(3);
    expect(firstBrokenEvent(sha256, start, events.toSpliced(1, 1))).to.equal(2);
    expect(firstBrokenEvent(sha256, start, events.toSpliced(1, 0, events[0] as (typeof events)[number]))).to.equal(2);
    expect(firstBrokenEvent(sha256, start, [...events].reverse())).to.equal(1);
  });
});

describe('A UUID', () => {
  it('of version 7 begins with its time and says its version and variant', () => {
    const id = uuidv7(0x0123456789ab, new Uint8Array(10).fill(0xff));
    expect(uuidv7Time(id)).to.equal(0x0123456789ab);
    expect(id).to.equal('01234567-89ab-7fff-bfff-ffffffffffff');
    expect(isUuid(id)).to.equal(true);
  });
  it('of version 4 is random but for version and variant', () => {
    expect(uuidv4(new Uint8Array(16))).to.equal('00000000-0000-4000-8000-000000000000');
  });
  it('survives the way through its 16 bytes', () => {
    const id = uuidv7(1_795_500_000_000, new Uint8Array(10).fill(7));
    expect(uuidFromBytes(uuidToBytes(id))).to.equal(id);
  });
  it('has one text: upper case and other forms are refused', () => {
    const id = uuidv4(new Uint8Array(16).fill(0xab));
    for (const wrong of [id.toUpperCase(), id.replaceAll('-', ''), `${id} `, '']) {
      expect(isUuid(wrong)).to.equal(false);
      expect(() => uuidToBytes(wrong)).to.throw(RangeError);
    }
  });
});
