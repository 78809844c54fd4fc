import { expect } from 'chai';
import { openShelf } from '../../../service/app/offline/shelf.ts';

const LIMITS = { maxBytes: 100, maxMaking: 3 };

/** A bundle whose making is ended by the test. */
function order(lane: string, key: string, isFresh: () => boolean = () => true) {
  const { promise, resolve, reject } = Promise.withResolvers<{ bytes: Uint8Array }>();
  let asked = 0;
  return {
    order: {
      ...{ lane, key, isFresh },
      make: () => {
        asked++;
        return promise;
      },
    },
    asked: () => asked,
    end: (bytes: number) => resolve({ bytes: new Uint8Array(bytes) }),
    fail: (error: Error) => reject(error),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? 'bug',
  );

describe('a shelf of bundles', () => {
  const open = () => openShelf(LIMITS);
  let leave: AbortController[];
  const here = () => {
    const controller = new AbortController();
    leave.push(controller);
    return controller.signal;
  };
  /** Asks for it, ends its making at once, and reads it to the end. */
  async function read(shelf: ReturnType<typeof open>, key: string, bytes: number): Promise<number> {
    const one = order('home', key);
    const reader = new AbortController();
    const taken = shelf.take(one.order, reader.signal);
    one.end(bytes);
    await taken;
    reader.abort();
    return one.asked();
  }
  beforeEach(() => {
    leave = [];
  });

  it('has one made for all who ask for the same', async () => {
    const shelf = open();
    const one = order('home', 'a');
    const taken = [shelf.take(one.order, here()), shelf.take(one.order, here())];
    one.end(10);
    const [first, second] = await Promise.all(taken);
    expect(first).to.equal(second);
    expect(await shelf.take(one.order, here())).to.equal(first);
    expect(one.asked()).to.equal(1);
  });

  it('makes one of a region at a time, and those of another region beside it', async () => {
    const shelf = open();
    const [a, b, elsewhere] = [order('home', 'a'), order('home', 'b'), order('partner', 'c')];
    const taken = [a, b, elsewhere].map((one) => shelf.take(one.order, here()));
    await turn();
    expect([a.asked(), b.asked(), elsewhere.asked()]).to.deep.equal([1, 0, 1]);
    a.fail(new Error('no'));
    expect(await codeOf(taken[0]!)).to.equal('bug');
    await turn();
    expect(b.asked()).to.equal(1);
  });

  it('refuses more of a region than it lets wait, until one is done', async () => {
    const shelf = open();
    const orders = ['a', 'b', 'c'].map((key) => order('home', key));
    const taken = orders.map((one) => shelf.take(one.order, here()));
    expect(await codeOf(shelf.take(order('home', 'd').order, here()))).to.equal('bundle.busy');
    orders[0]!.end(1);
    await taken[0];
    await turn();
    expect(await read(shelf, 'a', 1)).to.equal(0);
    void shelf.take(order('home', 'd').order, here());
    expect(await codeOf(shelf.take(order('home', 'e').order, here()))).to.equal('bundle.busy');
  });

  it('makes none that nobody waits for any more', async () => {
    const shelf = open();
    const [a, b] = [order('home', 'a'), order('home', 'b')];
    const first = shelf.take(a.order, here());
    const second = shelf.take(b.order, here());
    leave[1]!.abort();
    a.end(1);
    await first;
    expect(await codeOf(second)).to.equal('bundle.busy');
    expect(b.asked()).to.equal(0);
  });

  it('forgets what failed, and makes anew what is no longer fresh', async () => {
    const shelf = open();
    const broken = order('home', 'a');
    const taken = shelf.take(broken.order, here());
    broken.fail(new Error('no'));
    expect(await codeOf(taken)).to.equal('bug');
    let fresh = true;
    const made = order('home', 'a', () => fresh);
    made.end(1);
    await shelf.take(made.order, here());
    await shelf.take(made.order, here());
    fresh = false;
    await shelf.take(made.order, here());
    expect(made.asked()).to.equal(2);
  });

  it('keeps no more bytes than it may, those used last', async () => {
    const shelf = open();
    await read(shelf, 'a', 40);
    await read(shelf, 'b', 40);
    expect(await read(shelf, 'a', 40)).to.equal(0);
    await read(shelf, 'c', 40);
    expect(await read(shelf, 'a', 40)).to.equal(0);
    expect(await read(shelf, 'b', 40)).to.equal(1);
  });

  it('gives one that is larger than all it may keep, and keeps it no longer than it is read', async () => {
    const shelf = open();
    expect(await read(shelf, 'a', 500)).to.equal(1);
    expect(await read(shelf, 'a', 500)).to.equal(1);
  });

  it('counts what is still being read, and refuses to make more beside it', async () => {
    const shelf = open();
    let fresh = true;
    for (const key of ['a', 'b']) {
      const one = order('home', key, () => fresh);
      one.end(60);
      await shelf.take(one.order, here());
    }
    fresh = false;
    expect(await codeOf(shelf.take(order('home', 'c').order, here()))).to.equal('bundle.busy');
    leave[0]!.abort();
    expect(await read(shelf, 'c', 1)).to.equal(1);
  });

  it('holds nothing for who had gone before', async () => {
    const shelf = open();
    const one = order('home', 'a');
    expect(await codeOf(shelf.take(one.order, AbortSignal.abort()))).to.equal('bundle.busy');
    expect(await read(shelf, 'a', 200)).to.equal(1);
    expect(await read(shelf, 'b', 1)).to.equal(1);
  });
});
