import { randomUUID } from 'node:crypto';
import { citizenNumber } from './citizen-number.ts';
import type { Reply } from './http-server.ts';
import type { TestRegion } from './region.ts';

export const newKey = () => ({ 'idempotency-key': randomUUID() });

/** The n-th synthetic person as a body names one. */
export const person = (n: number) => ({ idType: 'citizen-id', number: citizenNumber(n) });

/** A request for a residence permit of the n-th synthetic person. */
export const permitRequest = (n: number) => ({
  type: 'residence-permit',
  subject: person(n),
  claims: {
    name: `示例·第${n}人`,
    sex: '女',
    nation: '汉族',
    birthDate: '1980-01-01',
    residence: `示例路${n}号`,
    permitNumber: `P${n}`,
    issuedBy: '示例公安局',
  },
});

export type IssuedPermit = { id: string; certificate: string; licence: string; person: string };

/** The department that issues permits, with a token. */
export async function permitOffice(region: TestRegion): Promise<{ department: string; token: string }> {
  const department = region.department('public-security');
  return { department, token: await region.token('department', { department }) };
}

/** Issues a residence permit to the n-th person and finds the person's id, for citizen tokens. */
export async function issuePermit(region: TestRegion, n: number): Promise<IssuedPermit> {
  const { token } = await permitOffice(region);
  let reply = await region.call('/v1/certificates', { token, headers: newKey(), body: permitRequest(n) });
  const path = `/v1/certificates/${String(reply.json.id)}`;
  const ask = async (): Promise<boolean> => {
    reply = await region.call(path, { token });
    return reply.json.certificate !== undefined;
  };
  // Accepted, and longer on its way than the service waits: the machine is busy.
  if (reply.status === 202) await until(ask, `person ${n}'s permit is issued`, 30);
  else if (reply.status !== 201) throw new Error(`not issued: ${reply.text}`);
  const { id, certificate, licence } = reply.json as { id: string; certificate: string; licence: string };
  return { id, certificate, licence, person: await personOf(region, n) };
}

/** The person id of the n-th person, who has a certificate. */
export async function personOf(region: TestRegion, n: number): Promise<string> {
  const { json } = await region.call('/v1/development/citizens');
  const citizens = json.citizens as { person: string; name: string }[];
  const found = citizens.find(({ name }) => name === `示例·第${n}人`);
  if (found === undefined) throw new Error(`person ${n} holds nothing`);
  return found.person;
}

/** The verdict on an artefact, as the region's service gives it. */
export async function verdictOf(
  region: TestRegion,
  artefact: string,
  more: Record<string, unknown> = {},
): Promise<{ verdict: string; code: string; reply: Reply }> {
  const reply = await region.call('/v1/verifications', { body: { artefact, ...more } });
  const { verdict, codes } = reply.json as { verdict: string; codes: string[] };
  return { verdict, code: codes[0] as string, reply };
}

/** Waits until a condition holds; fails when it does not after some seconds. It is asked once more after them: the machine may have slept. */
export async function until(condition: () => Promise<boolean> | boolean, what: string, seconds = 10): Promise<void> {
  const limit = Date.now() + seconds * 1000;
  for (;;) {
    const isLate = Date.now() > limit;
    if (await condition()) return;
    if (isLate) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
