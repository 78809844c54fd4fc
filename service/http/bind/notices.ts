import type { IssuingDeps } from '../../app/issuing/deps.ts';
import { readDeadNotices, readNotices } from '../../app/notices/read-notices.ts';
import { markNoticesSeen, noticesSeen } from '../../app/notices/seen.ts';
import { readWebhook, setWebhook } from '../../app/notices/webhook.ts';
import { registerReliance } from '../../app/reliance/register-reliance.ts';
import { relierOf } from '../../app/reliance/relier.ts';
import { copySupersededBy, supersededBy } from '../../app/status/superseded-by.ts';
import type { ServiceJwk } from '../../ports/notices.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Services } from '../services.ts';

/** Reliance and what follows from it, in the API's shapes. */
export function bindNotices(
  deps: IssuingDeps,
  settings: { key: ServiceJwk; production: boolean },
): Pick<Services, 'notices' | 'registerReliance' | 'copySupersededBy' | 'supersededBy'> {
  const webhookDeps = { ...deps, production: settings.production };
  return {
    registerReliance: (caller, given) => registerReliance(deps, { ...given, relier: relierOf(caller) }),
    copySupersededBy: (artefact) => copySupersededBy(deps, artefact),
    supersededBy: (leaf) => supersededBy(deps, leaf as Hex),
    notices: {
      key: settings.key,
      inbox: (caller, page) => readNotices(deps, relierOf(caller), page),
      seen: (caller) => noticesSeen(deps, relierOf(caller)),
      markSeen: (caller, through) => markNoticesSeen(deps, relierOf(caller), through),
      failures: (limit) => readDeadNotices(deps, limit),
      webhook: (caller) => readWebhook(webhookDeps, relierOf(caller)),
      setWebhook: (caller, url) => setWebhook(webhookDeps, relierOf(caller), url),
    },
  };
}
