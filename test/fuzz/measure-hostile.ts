import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodePrimitives } from '../../service/adapters/crypto/primitives.ts';
import { findArtefacts, policyOf, verifyArtefact } from '../../service/verify/index.ts';
import type { EvidenceBundle, TrustedPoint, VerdictWord } from '../../service/verify/index.ts';

// node test/fuzz/measure-hostile.ts FOLDER: verifies every N.input with its N.json, and prints as JSON what each cost and how
// much the process grew. A process of its own, since whoever makes such inputs needs much memory himself.

/** What comes with an input. */
export type Given = { what: string; text: boolean; trustedPoint: TrustedPoint; now: number; evidence?: EvidenceBundle };
/** `cpuMs`: processor time, since a busy machine makes anything wait. */
export type Cost = { what: string; verdicts: VerdictWord[]; cpuMs: number };
export type Measured = { costs: Cost[]; grownBytes: number };

const primitives = nodePrimitives();

async function verdictsOn(input: string | Uint8Array, { trustedPoint, now, evidence }: Given): Promise<VerdictWord[]> {
  const policy = policyOf('window', { production: false })!;
  const verdicts = new Set<VerdictWord>();
  for await (const { artefact } of findArtefacts(input)) {
    const { verdict } = await verifyArtefact({ primitives, artefact, trustedPoint, evidence, policy, now });
    verdicts.add(verdict);
  }
  return [...verdicts];
}

const [folder = '.'] = process.argv.slice(2);
const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
const before = process.memoryUsage().rss;
const costs: Cost[] = [];
for (const name of names) {
  const given = JSON.parse(await readFile(join(folder, name), 'utf8')) as Given;
  const { buffer, byteOffset, length } = await readFile(join(folder, name.replace('json', 'input')));
  const bytes = new Uint8Array(buffer, byteOffset, length);
  const input = given.text ? new TextDecoder().decode(bytes) : bytes;
  const began = process.cpuUsage();
  const verdicts = await verdictsOn(input, given);
  const { user, system } = process.cpuUsage(began);
  costs.push({ what: given.what, verdicts, cpuMs: Math.round((user + system) / 1000) });
}
const grownBytes = process.resourceUsage().maxRSS * 1024 - before;
console.log(JSON.stringify({ costs, grownBytes } satisfies Measured));
