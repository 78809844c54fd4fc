import { checkAttested } from '../../proof/attested.ts';
import type { AttestedTrust, Vote } from '../../proof/attested.ts';
import { hexToBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import type { ChainData } from '../../domain/chain.ts';
import { ChainUnreachable } from '../../ports/chain-reader.ts';
import { askJson } from './http-json.ts';

/** A head that attesters have signed: `voters` distinct keys; `time` of the statement when the votes were checked. */
export type SignedHead = { height: number; hash: Hex; votes: Vote[]; voters: number; time?: number };

/** What the reader trusts, when it is to check the votes itself before it chooses a head. */
export type HeadTrust = { primitives: Primitives; point: AttestedTrust };

/** More than an honest attester ever publishes. */
const MAX_STATEMENTS = 64;
const MAX_VOTES = 256;

const isHash = (value: unknown): value is Hex => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value);
const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);
/** A kid is a thumbprint and a sig 64 bytes in base64url: what stands in evidence is kept in archives, too. */
const isVote = (value: unknown): value is Vote => {
  const { kid, time, sig } = (value ?? {}) as Record<string, unknown>;
  const signed = isText(kid, /^[A-Za-z0-9_-]{43}$/) && isText(sig, /^[A-Za-z0-9_-]{86}$/);
  return signed && Number.isSafeInteger(time) && (time as number) >= 0;
};

type Head = { height: number; hash: Hex; votes: Vote[] };

/**
 * What one attester says. It has one newest vote a key for a head: were there more, a liar could bury the others' votes
 * under its own, and have thousands of signatures checked.
 */
function statementsOf(json: unknown, caip2: string): Head[] {
  const { caip2: named, statements } = (json ?? {}) as Record<string, unknown>;
  if (named !== caip2 || !Array.isArray(statements)) return [];
  const heads = new Map<string, { height: number; hash: Hex; byKid: Map<string, Vote> }>();
  for (const statement of statements.slice(0, MAX_STATEMENTS) as unknown[]) {
    const { height, hash, votes } = (statement ?? {}) as Record<string, unknown>;
    if (!Number.isSafeInteger(height) || (height as number) < 0 || !isHash(hash) || !Array.isArray(votes)) continue;
    const name = `${String(height)}/${hash}`;
    const head = heads.get(name) ?? { height: height as number, hash, byKid: new Map<string, Vote>() };
    heads.set(name, head);
    for (const { kid, time, sig } of (votes as unknown[]).slice(0, MAX_VOTES).filter(isVote)) {
      if (time >= (head.byKid.get(kid)?.time ?? 0)) head.byKid.set(kid, { kid, time, sig });
    }
  }
  return Array.from(heads.values(), ({ height, hash, byKid }) => ({ height, hash, votes: [...byKid.values()] }));
}

function merge(answers: readonly Head[]): SignedHead[] {
  const heads = new Map<string, Map<string, Vote>>();
  const heights = new Map<string, { height: number; hash: Hex }>();
  for (const { height, hash, votes } of answers) {
    const name = `${height}/${hash}`;
    const known = heads.get(name) ?? new Map<string, Vote>();
    heads.set(name, known);
    heights.set(name, { height, hash });
    // A liar's vote in another's name must not replace the true one: all different votes are kept.
    for (const vote of votes) known.set(`${vote.kid}/${vote.time}/${vote.sig}`, vote);
  }
  return [...heads].map(([name, votes]) => ({
    ...(heights.get(name) as { height: number; hash: Hex }),
    votes: [...votes.values()],
    voters: new Set([...votes.values()].map(({ kid }) => kid)).size,
  }));
}

async function checked(heads: SignedHead[], { primitives, point }: HeadTrust): Promise<SignedHead[]> {
  for (const head of heads) {
    const header = { number: head.height, hash: hexToBytes(head.hash) };
    const result = await checkAttested(primitives, { trustedPoint: point, header, votes: head.votes });
    // The newest proven head is the answer; older ones only cost signatures.
    if (result.ok) return [{ ...head, time: result.statementTime }];
  }
  return [];
}

/** The time of a statement whose votes are not checked: the smallest of the newest `quorum` voters' times. */
export function claimedTime(votes: readonly Vote[], quorum: number): number {
  const newest = new Map<string, number>();
  for (const { kid, time } of votes) newest.set(kid, Math.max(time, newest.get(kid) ?? 0));
  const times = [...newest.values()].sort((a, b) => b - a);
  return times[Math.min(quorum, times.length) - 1] ?? 0;
}

/**
 * The heads the chain's attesters have signed, best first: those with `quorum` voters by height, then the others. With
 * `trust`, votes are checked and only the newest proven head remains. All attesters are asked at once; those that do not
 * answer are left out.
 *
 * @throws ChainUnreachable when none gives a head
 */
export async function signedHeads(
  chain: ChainData,
  options: { quorum: number; timeoutMs: number; trust?: HeadTrust | undefined },
): Promise<SignedHead[]> {
  const answers = await Promise.allSettled(
    chain.attestationUrls.map(async (url) => {
      const { status, json } = await askJson(new URL('/v1/head', url).href, options.timeoutMs);
      return status === 200 ? statementsOf(json, chain.caip2) : [];
    }),
  );
  const merged = merge(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
  const reaches = (head: SignedHead): number => (head.voters >= options.quorum ? 1 : 0);
  const ordered = merged.sort((a, b) => reaches(b) - reaches(a) || b.height - a.height || b.voters - a.voters);
  const heads = options.trust ? await checked(ordered, options.trust) : ordered;
  if (heads.length === 0) throw new ChainUnreachable(`no attester of ${chain.caip2} gives a head`);
  return heads;
}
