import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { batchedPrimitives } from '../../../service/adapters/crypto/batched-primitives.ts';
import { createEvidenceCache } from '../../../service/app/verifying/evidence-cache.ts';
import { regionSources } from '../../../service/app/verifying/sources.ts';
import { verifyAnArtefact } from '../../../service/app/verifying/verify-artefact.ts';
import { verification } from '../../../service/http/routes/verifications.ts';
import { createApplication } from '../../../service/http/server/application.ts';
import type { Services } from '../../../service/http/services.ts';
import { createEngineCache, policyOf } from '../../../service/verify/index.ts';
import type { Verdict } from '../../../service/verify/index.ts';
import { floor } from './candidates.ts';
import type { Items } from './items.ts';

/** What the endpoint calls, over the whole of the use case; the chain answers from memory. */
function ours(items: Omit<Items, 'texts'>): Services['verify'] {
  const { trustedPoint, evidence, now, demand } = items;
  const region = { trustedPoint, home: true, reader: { evidence: async () => evidence, blocks: async () => [] } };
  const deps = {
    primitives: batchedPrimitives(),
    sources: regionSources({
      regions: { find: async () => region, all: () => [region] },
      evidence: createEvidenceCache(1000),
      statusLists: { find: async () => undefined },
    }),
    engine: createEngineCache(),
    clock: { now: () => now },
  };
  const policy = policyOf('presentation', { production: true })!;
  return (({ artefact }: { artefact: string }) =>
    verifyAnArtefact(deps, { artefact, policy, holder: demand })) as unknown as Services['verify'];
}

/** Only the bare cryptography; the answer has the shape of a verdict without any checks. */
function bare(items: Omit<Items, 'texts'>): Services['verify'] {
  const check = floor();
  const verdict: Verdict = { verdict: 'valid', codes: [], checks: [], notices: [], checkedAt: items.now };
  return (async ({ artefact }: { artefact: string }) => {
    await check(artefact);
    return { artefact, evidence: undefined, trustedPoint: undefined, verdict };
  }) as unknown as Services['verify'];
}

async function serve(verify: Services['verify']): Promise<number> {
  const services = { version: '0', clock: { now: () => 0 }, verify } as unknown as Services;
  const settings = {
    ...{ production: true, checkAnswers: false, maxBodyBytes: 262_144, maxBodyDepth: 32, trustedProxies: 0 },
    ...{ idleMs: 30_000, rateLimit: { perMinute: 0, burst: 1 }, pages: join(tmpdir(), 'zhenglian-no-pages') },
  };
  const reportBug = ({ error }: { error: unknown }): void => console.error(error);
  const server = createServer(createApplication({ routes: [verification], services, settings, reportBug }));
  // Connections wait while others are measured.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

// The endpoint on a thread of its own; says its port.
const { which, items } = workerData as { which: 'ours' | 'floor'; items: Omit<Items, 'texts'> };
parentPort?.postMessage(await serve(which === 'ours' ? ours(items) : bare(items)));
