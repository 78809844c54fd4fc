import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../scripts/cli/verify/run.ts';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { thumbprint } from '../../../service/proof/es256-key.ts';
import { createReceipt, readArtefact, verifyArtefact } from '../../../service/verify/index.ts';
import type { Finding, TrustedPoint, Verdict } from '../../../service/verify/index.ts';
import type { ArchiveSituation } from './archives.ts';
import type { Situation } from './cases/case.ts';
import { givenOf } from './kit.ts';
import { jwkOf, NOW, primitives, sha256, signRaw } from './region.ts';
import { networkFile, serveRegion } from './serve-region.ts';

/** What `npm run verify` prints as JSON of one file, and its exit code. */
export type Answer = { exit: number; verdict: Verdict & { receipt?: Finding } };

/** Nothing listens on the discard port. */
const NOBODY = 'http://127.0.0.1:9';

/** Runs the command on a file, the regions it knows in files, too. */
async function runOn(text: string, networks: readonly string[], options: readonly string[]): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'zhenglian-verify-'));
  try {
    const file = join(folder, 'artefact.txt');
    const known = await mkdtemp(join(folder, 'networks-'));
    await writeFile(file, text);
    for (const [i, network] of networks.entries()) await writeFile(join(known, `region-${i}.json`), network);
    let output = '';
    const exit = await run([file, '--json', '--networks', known, ...options], {
      out: (text) => (output += text),
      err: () => undefined,
      now: () => NOW,
    });
    return { exit, verdict: JSON.parse(output) as Answer['verdict'] };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The command on the situation's artefact, its region's node and attesters being real HTTP servers. */
export async function byCommand({ region, text, change = {} }: Situation): Promise<Answer> {
  const { evidence, height, time } = change;
  const served = await serveRegion(region, {
    ...(typeof evidence === 'function' ? { fault: evidence } : {}),
    ...(height === undefined ? {} : { height }),
    ...(time === undefined ? {} : { time }),
  });
  try {
    const known = !('trustedPoint' in change) || change.trustedPoint !== undefined;
    const url = typeof evidence === 'object' ? NOBODY : served.url;
    return await runOn(text, known ? [networkFile(region, url, change.trustedPoint)] : [], [
      ...(change.policy === undefined ? [] : ['--policy', change.policy.id]),
      ...(change.policy?.production === true ? ['--production'] : []),
      ...(change.asOf === undefined ? [] : ['--as-of', new Date(change.asOf * 1000).toISOString()]),
      ...(change.holder === undefined ? [] : ['--audience', change.holder.audience, '--nonce', change.holder.nonce]),
    ]);
  } finally {
    await served.close();
  }
}

const pinned = (point: TrustedPoint): string =>
  JSON.stringify({
    chain: { caip2: point.caip2, rpcUrls: [NOBODY], attestationUrls: [NOBODY], scheme: 'attested', depth: 0 },
    trustedPoint: point,
  });

/** The command on an archive, asking nobody. */
export function byArchive({ archive, trust }: ArchiveSituation): Promise<Answer> {
  const signers = (trust.signers ?? []).flatMap((kid) => ['--signer', kid]);
  return runOn(archive, trust.trustedPoints.map(pinned), signers);
}

/** The situation as whoever met it archived it, with the evidence that was brought, and a receipt for what it led to. */
export async function archived(situation: Situation): Promise<ArchiveSituation> {
  const given = await givenOf(situation);
  const { artefact, policy, holder } = given;
  const evidence = given.evidence ?? undefined;
  const trustedPoint = given.trustedPoint ?? undefined;
  const verdict = await verifyArtefact({
    ...{ primitives, artefact: readArtefact(artefact), evidence, trustedPoint, policy, holder },
    ...{ now: given.now, asOf: given.asOf },
  });
  const key = newSigningKey();
  const { archive } = await createReceipt({
    sha256,
    verified: { artefact, evidence, trustedPoint, policy, holder, verdict },
    issuer: { iss: situation.region.base, key: jwkOf(key), sign: (message) => signRaw(key, message) },
  });
  return {
    archive: JSON.stringify(archive),
    trust: {
      trustedPoints: trustedPoint === undefined ? [] : [trustedPoint],
      signers: [thumbprint(sha256, jwkOf(key))],
    },
  };
}
