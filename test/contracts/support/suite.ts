import { isAddressable } from 'ethers';
import type { BaseContract } from 'ethers';
import { expect } from 'chai';
import { openRegion } from './fixture.ts';
import type { Region } from './fixture.ts';

export const ZERO32 = `0x${'00'.repeat(32)}`;
export const NO_DEPARTMENT = `0x${'00'.repeat(18)}`;
export const ZERO_ADDRESS = `0x${'00'.repeat(20)}`;

type Chain = Awaited<ReturnType<typeof openRegion>>;

/** A chain for the describe block that calls this, with a fresh region before each test. */
export function useRegion(): { chain: Chain; region: Region; now(): Promise<number>; at(time: number): Promise<void> } {
  const used = {
    /** The newest block's time. */
    now: (): Promise<number> => used.chain.networkHelpers.time.latest(),
    /** Sets the next block's time. */
    at: (time: number): Promise<void> => used.chain.networkHelpers.time.setNextBlockTimestamp(time),
  } as ReturnType<typeof useRegion>;
  before(async () => {
    used.chain = await openRegion();
  });
  after(() => used.chain.close());
  beforeEach(async () => {
    used.region = await used.chain.fresh();
  });
  return used;
}

/** Accounts are compared by address. */
const plain = (args: readonly unknown[]): Promise<unknown[]> =>
  Promise.all(args.map((arg) => (isAddressable(arg) ? arg.getAddress() : arg)));

/** Expects a call or transaction to be refused with this custom error and these arguments. */
export async function refused(
  sent: Promise<unknown>,
  contract: BaseContract,
  error: string,
  ...args: readonly unknown[]
): Promise<void> {
  const reverted = expect(sent).to.be.revertedWithCustomError(contract, error);
  await (args.length === 0 ? reverted : reverted.withArgs(...(await plain(args))));
}

/** Expects a transaction to log this event of the contract with these arguments. */
export async function emits(
  sent: Promise<unknown>,
  contract: BaseContract,
  event: string,
  ...args: readonly unknown[]
): Promise<void> {
  await expect(sent)
    .to.emit(contract, event)
    .withArgs(...(await plain(args)));
}

/** Expects a call or transaction not to be refused; returns what it returns. */
export const accepted = <T>(sent: Promise<T>): Promise<T> =>
  sent.catch((error: Error) => expect.fail(`expected to be accepted, but: ${error.message}`));
