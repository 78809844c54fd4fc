import { expect } from 'chai';
import { createPartnerService } from '../../../service/adapters/partner/partner-service.ts';
import { openFakeServer } from '../../support/fake-node.ts';
import type { Answer } from '../../support/fake-node.ts';

describe('a partner’s service that is asked for an offline bundle', () => {
  const codeOf = async (what: 'summary' | 'bundle', answer: Answer): Promise<string> => {
    const { url, close } = await openFakeServer(() => answer);
    try {
      await createPartnerService(url).offlineBundle(what, new URLSearchParams());
      return 'none';
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await close();
    }
  };

  it('says that it gives none, or has enough to do; anything else is no answer', async () => {
    const codes = await Promise.all([404, 429, 500, 301].map((status) => codeOf('bundle', { status, json: {} })));
    expect(codes).to.deep.equal(['bundle.notOffered', 'bundle.busy', 'partner.unreachable', 'partner.unreachable']);
  });

  it('may give a large bundle, but not a large summary of one', async () => {
    const json = { nodes: 'x'.repeat(300 * 1024) };
    expect(await codeOf('bundle', { json })).to.equal('none');
    expect(await codeOf('summary', { json })).to.equal('partner.unreachable');
  });
});
