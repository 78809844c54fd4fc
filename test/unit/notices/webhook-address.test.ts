import { expect } from 'chai';
import { createStore } from '../../../service/adapters/level/store.ts';
import { nodeSha256 as sha256 } from '../../../service/adapters/crypto/primitives.ts';
import { readWebhook, setWebhook } from '../../../service/app/notices/webhook.ts';
import type { Store } from '../../../service/ports/store.ts';
import { createMemoryDisk } from '../../support/memory-backend.ts';
import { codeOf } from '../../ports/store.behavior.ts';

describe('A webhook’s address in production', () => {
  let store: Store;
  before(async () => {
    store = await createStore(createMemoryDisk(), { now: () => 1_795_500_000 });
  });
  after(() => store.close());
  const set = (url: string, production = true) => setWebhook({ store, sha256, production }, 'clerk/1', url);

  it('is a public name with TLS', async () => {
    await set('https://relier.jinan.example:8443/notices?of=us');
    expect(await readWebhook({ store, sha256, production: true }, 'clerk/1')).to.match(/^https:\/\/relier/);
    expect(await readWebhook({ store, sha256, production: true }, 'clerk/2')).to.equal(null);
  });

  for (const url of [
    'http://relier.example/notices',
    'https://localhost/notices',
    'https://127.0.0.1/notices',
    'https://2130706433/notices',
    'https://[::1]/notices',
    'https://10.0.0.8/notices',
    'https://chain/notices',
    'https://store.internal/notices',
    'https://printer.local/notices',
  ]) {
    it(`is not ${url}`, async () => {
      expect(await codeOf(set(url))).to.equal('webhook.unusable');
      expect(await codeOf(set(url, false))).to.not.equal('webhook.unusable');
    });
  }
});
