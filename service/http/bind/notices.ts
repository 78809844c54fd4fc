import type { IssuingDeps } from '../../app/issuing/deps.ts';
import { readDeadNotices, readNotices } from '../../app/notices/read-notices.ts';
import { markNoticesSeen, noticesSeen } from '../../app/notices/seen.ts';
import { readWebhook, setWebhook } from '../../app/notices/webhook.ts';
import { registerReliance } from '../../app/reliance/register-reliance.ts';
import { relierOf } from '../../app/reliance/relier.ts';
import { copySupersededBy, supersededByAnywhere } from '../../app/partner/superseded-elsewhere.ts';
import { supersededBy } from '../../app/status/superseded-by.ts';
import type { ServiceJwk } from '../../ports/notices.ts';
import type { SupersessionSource } from '../../ports/partner-service.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Services } from '../services.ts';

/** Reliance and what follows from it, in the API's shapes. */
export function bindNotices(
  deps: IssuingDeps,
  settings: { key: ServiceJwk; production: boolean; partners: ReadonlyMap<string, SupersessionSource> },
): Pick<Services, 'notices' | 'registerReliance' | 'copySupersededBy' | 'supersededBy'> {
  const webhookDeps = { ...deps, production: settings.production };
  const home = { caip2: deps.region.caip2, supersededBy: (leaf: Hex) => supersededBy(deps, leaf) };
  const supersessions = { sha256: deps.sha256, home, partners: settings.partners };
  return {
    registerReliance: (caller, given) => registerReliance(deps, { ...given, relier: relierOf(caller) }),
    copySupersededBy: (artefact) => copySupersededBy(supersessions, artefact),
    supersededBy: (leaf, chain = home.caip2) => supersededByAnywhere(supersessions, chain, leaf as Hex),
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
