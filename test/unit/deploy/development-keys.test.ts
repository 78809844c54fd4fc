import { expect } from 'chai';
import { Wallet } from 'ethers';
import {
  DEVELOPMENT_ACCOUNTS,
  developmentDepartmentKey,
  developmentKey,
  developmentKeys,
  isDevelopmentAddress,
} from '../../../deploy/development-keys.ts';

describe('development keys', () => {
  it('are those of the test mnemonic that every Ethereum tool ships', () => {
    const { deployer, council, arbiter, guardian } = developmentKeys();
    expect(deployer).to.deep.equal({
      privateKey: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
      address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    });
    expect(council[0]?.address).to.equal('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
    const all = [deployer, ...council, arbiter, guardian, developmentDepartmentKey(0)];
    expect(new Set(all.map(({ address }) => address)).size).to.equal(7);
    for (const { privateKey, address } of all) expect(new Wallet(privateKey).address).to.equal(address);
  });

  it('are recognised in any case, so that production can refuse them', () => {
    expect(isDevelopmentAddress(developmentKeys().guardian.address.toLowerCase())).to.equal(true);
    expect(isDevelopmentAddress(developmentDepartmentKey(0).address)).to.equal(true);
    expect(isDevelopmentAddress(developmentKey(DEVELOPMENT_ACCOUNTS - 1).address)).to.equal(true);
    expect(isDevelopmentAddress(developmentKey(DEVELOPMENT_ACCOUNTS).address)).to.equal(false);
    expect(isDevelopmentAddress('0x000000000000000000000000000000000000dEaD')).to.equal(false);
  });
});
