import type { Sha256 } from '../../proof/primitives.ts';
import type { Store } from '../../ports/store.ts';
import { relierGroup } from '../reliance/relier.ts';
import { webhookKey } from './rows.ts';
import type { WebhookRow } from './rows.ts';

/** The address cannot be a webhook here. */
export class WebhookUnusable extends Error {
  override readonly name = 'WebhookUnusable';
  readonly code = 'webhook.unusable';
}

type Deps = { store: Store; sha256: Sha256; production: boolean };

/** In production a webhook is a public name with TLS; whoever may call this service must not reach its neighbours by it. */
function checkUrl(text: string, production: boolean): void {
  const url = URL.parse(text);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) throw new WebhookUnusable('no https address');
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new WebhookUnusable('an address without user, password and fragment');
  }
  if (!production) return;
  if (url.protocol !== 'https:') throw new WebhookUnusable('in production only https');
  const isName = /^(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(url.hostname);
  if (!isName || /\.(?:local|localhost|internal|lan|home|arpa)$/.test(url.hostname)) {
    throw new WebhookUnusable('in production only public host names');
  }
}

/**
 * Where a relier wants its notices sent from now on; null takes the webhook back.
 *
 * @throws WebhookUnusable
 */
export async function setWebhook(deps: Deps, relier: string, url: string | null): Promise<void> {
  const key = webhookKey(relierGroup(deps.sha256, relier));
  if (url === null) {
    await deps.store.commit({ del: [key] });
    return;
  }
  checkUrl(url, deps.production);
  await deps.store.commit({ put: [[key, { relier, url } satisfies WebhookRow]] });
}

export async function readWebhook(deps: Deps, relier: string): Promise<string | null> {
  return (await deps.store.get<WebhookRow>(webhookKey(relierGroup(deps.sha256, relier))))?.url ?? null;
}
