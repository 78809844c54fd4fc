import type { IssuingDeps } from '../../app/issuing/deps.ts';
import { readDeadNotices, readNotices } from '../../app/notices/read-notices.ts';
import { readWebhook, setWebhook } from '../../app/notices/webhook.ts';
import { registerReliance } from '../../app/reliance/register-reliance.ts';
import { relierOf } from '../../app/reliance/relier.ts';
import { supersededBy } from '../../app/status/superseded-by.ts';
import type { ServiceJwk } from '../../ports/notices.ts';
import type { Services } from '../services.ts';

/** Reliance and what follows from it, in the API's shapes. */
export function bindNotices(
  deps: IssuingDeps,
  settings: { key: ServiceJwk; production: boolean },
): Pick<Services, 'notices' | 'registerReliance' | 'supersededBy'> {
  const webhookDeps = { ...deps, production: settings.production };
  return {
    registerReliance: (caller, given) => registerReliance(deps, { ...given, relier: relierOf(caller) }),
    supersededBy: (artefact) => supersededBy(deps, artefact),
    notices: {
      key: settings.key,
      inbox: (caller, page) => readNotices(deps, relierOf(caller), page),
      failures: (limit) => readDeadNotices(deps, limit),
      webhook: (caller) => readWebhook(webhookDeps, relierOf(caller)),
      setWebhook: (caller, url) => setWebhook(webhookDeps, relierOf(caller), url),
    },
  };
}
