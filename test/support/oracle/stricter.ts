import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { reasonOf } from '../../../service/verify/index.ts';
import { allCases } from '../engine/cases/all.ts';
import type { Case, Situation } from '../engine/cases/case.ts';
import { statusList } from '../engine/status-lists.ts';
import { peers } from './peers.ts';

export const STRICTER = new URL('../../../docs/stricter.md', import.meta.url).pathname;

/** A case that we do not call valid, and what each peer makes of it: undefined where it has nothing to say. */
type Compared = { one: Case; accepted: readonly (boolean | undefined)[] };

/** No verifier but one that asks the chain could see these; the artefact is as it should be. */
const ofTheChain = ({ code }: Case): boolean => /^chain\.|\.unproven$|^status\.historyUnproven$/.test(code);

/** Why each peer refuses what is given, undefined where it accepts. */
export async function refusals({ region, text, change = {} }: Situation): Promise<(string | undefined)[]> {
  const { evidence, holder } = change;
  const bundle = typeof evidence === 'function' ? evidence(region.evidence([])) : evidence;
  const brought = bundle !== undefined && 'statusList' in bundle ? bundle.statusList : undefined;
  const input = { text, holder, root: region.root.certificate, statusList: brought ?? statusList(region, {}) };
  return Promise.all(peers.map((peer) => peer.refusal(input)));
}

/** Every case of a certificate or presentation that some peer accepts and we do not. */
export async function stricterCases(): Promise<Compared[]> {
  const found: Compared[] = [];
  for (const one of allCases) {
    const situation = await one.given(true);
    if (situation.text.startsWith('{') || ofTheChain(one)) continue;
    const accepted = (await refusals(situation)).map((refusal, i) =>
      peers[i]!.scope.test(one.code) ? refusal === undefined : undefined,
    );
    if (accepted.includes(true)) found.push({ one, accepted });
  }
  return found;
}

const STANDARD = /^(?:RFC|SD-JWT VC|Token Status List)/;
const cell = (text: string): string => text.replaceAll(/[|_]/g, '\\$&');
const said = (accepts: boolean | undefined): string => (accepts === undefined ? '—' : accepts ? 'accepts' : 'refuses');

const ruleOf = ({ code, rule }: Case): string => rule ?? reasonOf(code)!.reference;

function table(rows: readonly Compared[]): string {
  const head = ['case', 'code', 'verdict', 'rule', ...peers.map(({ name }) => name)];
  const lines = rows.map(({ one, accepted }) => {
    const { code, title } = one;
    return [cell(title), `\`${code}\``, reasonOf(code)!.verdict, ruleOf(one), ...accepted.map(said)];
  });
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The text of docs/stricter.md. */
export async function renderStricter(): Promise<string> {
  const { devDependencies, dependencies } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as { devDependencies: Record<string, string>; dependencies: Record<string, string> };
  const versions = peers.map(({ name }) => `\`${name}\` ${devDependencies[name] ?? dependencies[name]}`).join(' and ');
  const rows = await stricterCases();
  const standard = rows.filter(({ one }) => STANDARD.test(ruleOf(one)));
  const own = rows.filter((row) => !standard.includes(row));
  const text = `# Where we are stricter 比同行严格之处

Made by \`node test/fuzz/write-stricter.ts\`; a test fails when it is no longer true.

Every faulty case of the tests was also given to ${versions}: with a native ES256 verifier, the region's root, the time, 30
seconds of leeway, nonce, audience and maximum age as far as each can be told them, and the status list that the certificate names. What either
refuses, we never call valid, over these cases and over thousands of seeded mutations, many of them of certificates that the department itself
signed and anchored with something odd inside (\`test/fuzz/peers-differential.test.ts\`). Below is what at least one of them accepts and we do not; a
dash where the subject is none of jose's, which knows JWTs and no disclosures. Faults of the chain's evidence are left out: neither asks a chain. And
where @sd-jwt/sd-jwt-vc takes a status list that it cannot use for a fault of the certificate, we say so (\`status.listUnusable\`) unless the chain answers.

## By rules of published standards

${table(standard)}

## By rules of this project

A library for any issuer cannot know these: what every certificate of a region carries ([formats.md](formats.md)) and what the chain says of it.

${table(own)}
`;
  return format(text, { ...(await resolveConfig(STRICTER)), parser: 'markdown' });
}
