import { HDNodeWallet, Mnemonic } from 'ethers';
import type { Hex } from '../service/proof/bytes.ts';

/**
 * The chain keys of a development region. They come from the mnemonic every Ethereum tool ships for tests, so everyone
 * has them: they protect nothing. Production mode refuses a region whose deployer, Council, guardian, arbiter or
 * department account is one of them ({@link isDevelopmentAddress}). The development validators' P-256 keys are the
 * embedded chain's own (service/chain).
 */
export const DEVELOPMENT_MNEMONIC = 'test test test test test test test test test test test junk';

/** How many accounts of the mnemonic count as development accounts. */
export const DEVELOPMENT_ACCOUNTS = 64;

export type DevelopmentKey = { privateKey: Hex; address: Hex };

let root: HDNodeWallet | undefined;

/** Account number `index` of the development mnemonic (m/44'/60'/0'/0/index). 0 to 5 have roles, see below. */
export function developmentKey(index: number): DevelopmentKey {
  // Stretching the mnemonic takes 2,048 rounds of HMAC: once a process.
  root ??= HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(DEVELOPMENT_MNEMONIC), "m/44'/60'/0'/0");
  const { privateKey, address } = root.deriveChild(index);
  return { privateKey: privateKey as Hex, address: address as Hex };
}

/** Deployer: account 0; Council: 1 to 3 (2 of 3 decide); arbiter: 4; guardian: 5. Departments' accounts follow from 10. */
export function developmentKeys(): {
  deployer: DevelopmentKey;
  council: DevelopmentKey[];
  arbiter: DevelopmentKey;
  guardian: DevelopmentKey;
} {
  return {
    deployer: developmentKey(0),
    council: [developmentKey(1), developmentKey(2), developmentKey(3)],
    arbiter: developmentKey(4),
    guardian: developmentKey(5),
  };
}

/** The account of the department number `index` of a region, from 0. */
export function developmentDepartmentKey(index: number): DevelopmentKey {
  return developmentKey(10 + index);
}

/** Whether anyone has this address's key from here. */
export function isDevelopmentAddress(address: string): boolean {
  const sought = address.toLowerCase();
  for (let index = 0; index < DEVELOPMENT_ACCOUNTS; index++) {
    if (developmentKey(index).address.toLowerCase() === sought) return true;
  }
  return false;
}
