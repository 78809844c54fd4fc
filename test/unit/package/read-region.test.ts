import { expect } from 'chai';
import { readRegion } from '../../../service/package/online.ts';
import { createRegion } from '../../support/engine/region.ts';
import { networkFile } from '../../support/engine/serve-region.ts';

const file = JSON.parse(networkFile(createRegion(), 'http://127.0.0.1:3715')) as {
  chain: Record<string, unknown>;
  trustedPoint: Record<string, unknown>;
};

const codeOf = (value: unknown): unknown => {
  try {
    readRegion(value);
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('a region’s network file', () => {
  it('is read for whom to ask and what to believe', () => {
    const { chain, trustedPoint } = file;
    expect(readRegion(file)).to.deep.equal({ chain, trustedPoint });
  });

  const withChain = (change: Record<string, unknown>) => ({ ...file, chain: { ...file.chain, ...change } });
  for (const [title, code, value] of [
    ['nothing', 'trustedPoint.invalid', undefined],
    ['a text', 'trustedPoint.invalid', 'x'],
    ['without a trusted point', 'trustedPoint.invalid', { chain: file.chain }],
    ['without a chain', 'region.invalid', { trustedPoint: file.trustedPoint }],
    ['without a node', 'region.invalid', withChain({ rpcUrls: undefined })],
    ['with a node that is no address', 'region.invalid', withChain({ rpcUrls: ['127.0.0.1:1'] })],
    ['with an attester that is a file', 'region.invalid', withChain({ attestationUrls: ['file:///etc/passwd'] })],
    ['with half a block of depth', 'region.invalid', withChain({ depth: 0.5 })],
    ['of two chains', 'region.invalid', withChain({ caip2: 'eip155:1' })],
    ['of two header schemes', 'region.invalid', withChain({ scheme: 'qbft' })],
  ] as [title: string, code: string, value: unknown][]) {
    it(`is not usable: ${title}`, () => {
      expect(codeOf(value)).to.equal(code);
    });
  }
});
