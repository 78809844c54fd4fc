import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { id as keccakOf, Interface } from 'ethers';
import type { Asked, AskedRegister, Ledger } from './ledger.ts';

export type Audit = {
  acknowledged: number;
  issued: number;
  verified: number;
  revoked: number;
  /** Registers, and their rows: each issued once. */
  registers: number;
  rows: number;
  /** Certificates that the chain's batches hold in all, and the batches. */
  anchoredLeaves: number;
  batches: number;
};

type Where = { serviceUrl: string; rpcUrl: string; data: string; region: string };

type State = { state: string; status: string; licence: string; certificate?: string };

async function call<T>(url: string, token?: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Waits until a certificate has reached the end of its pipeline. */
async function settled(asked: Asked, url: string, token: string): Promise<State> {
  const until = Date.now() + 60_000;
  for (;;) {
    const state = await call<State & { statusChangePending: boolean }>(`${url}/v1/certificates/${asked.id}`, token);
    if (state.state === 'issued' && !state.statusChangePending) return state;
    if (Date.now() > until) throw new Error(`${asked.id} is still ${JSON.stringify(state).slice(0, 300)}`);
    await sleep(100);
  }
}

type Result = { state: string; licence: string; certificate: string };

/** Every row of an acknowledged register is issued, under a licence of its own; the first and the last verify. */
async function auditRegister(asked: AskedRegister, url: string, token: string, licences: Set<string>): Promise<void> {
  const path = `${url}/v1/issue-batches/${asked.id}`;
  const headers = { authorization: `Bearer ${token}` };
  await (await fetch(`${path}/progress`, { headers })).text();
  const text = await (await fetch(`${path}/results?certificates=true`, { headers })).text();
  const results = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Result);
  const issued = results.filter(({ state }) => state === 'issued');
  if (issued.length !== asked.rows || results.length !== asked.rows) {
    const states = Object.groupBy(results, ({ state }) => state);
    const counts = Object.entries(states).map(([state, of]) => `${state} ${of?.length}`);
    throw new Error(`${asked.key}: ${asked.rows} rows, but ${counts.join(', ')}`);
  }
  for (const { licence } of issued) licences.add(licence);
  for (const { certificate } of [issued[0], issued.at(-1)] as Result[]) {
    const { verdict, codes } = await call<{ verdict: string; codes: string[] }>(`${url}/v1/verifications`, undefined, {
      artefact: certificate,
    });
    if (verdict !== 'valid') throw new Error(`${asked.key}: ${verdict} ${codes.join(' ')}`);
  }
}

const anchored = new Interface([
  'event Anchored(bytes32 indexed anchorId, bytes18 indexed department, bytes32 indexed typeId, bytes32 root, uint32 size)',
]);

async function anchoredOn(where: Where): Promise<{ leaves: number; batches: number; distinct: number }> {
  const file = join(where.data, 'networks', `${where.region}.json`);
  const { trustedPoint } = JSON.parse(await readFile(file, 'utf8')) as {
    trustedPoint: { contracts: { certificateAnchors: string } };
  };
  const { result } = await call<{ result: { topics: string[]; data: string }[] }>(where.rpcUrl, undefined, {
    jsonrpc: '2.0',
    id: 1,
    method: 'eth_getLogs',
    params: [
      {
        fromBlock: '0x0',
        toBlock: 'latest',
        address: trustedPoint.contracts.certificateAnchors,
        topics: [keccakOf('Anchored(bytes32,bytes18,bytes32,bytes32,uint32)')],
      },
    ],
  });
  const events = result.map((log) => anchored.parseLog(log)?.args);
  return {
    leaves: events.reduce((sum, args) => sum + Number(args?.size), 0),
    batches: events.length,
    distinct: new Set(events.map((args) => args?.anchorId as string)).size,
  };
}

/**
 * Compares the region with the harness's own list: every acknowledged certificate is issued once and verifies, every
 * acknowledged revocation is proven, and the chain's batches hold exactly as many leaves as were acknowledged.
 *
 * @throws with the first difference
 */
export async function audit(ledger: Ledger, where: Where): Promise<Audit> {
  const { serviceUrl } = where;
  const { token } = await call<{ token: string }>(`${serviceUrl}/v1/development/tokens`, undefined, {
    role: 'department',
    department: '1137050099990002XA',
  });
  const asked = ledger.acknowledged;
  const licences = new Set<string>();
  const ids = new Set<string>();
  let verified = 0;
  let revoked = 0;
  for (const one of asked) {
    const state = await settled(one, serviceUrl, token);
    licences.add(state.licence);
    ids.add(one.id as string);
    const verdict = await call<{ verdict: string; codes: string[] }>(`${serviceUrl}/v1/verifications`, undefined, {
      artefact: state.certificate,
    });
    const word = one.revokeAcknowledged ? 'invalid' : 'valid';
    if (verdict.verdict !== word || (one.revokeAcknowledged && verdict.codes[0] !== 'status.revoked')) {
      throw new Error(`${one.id}: ${verdict.verdict} ${verdict.codes.join(' ')} instead of ${word}`);
    }
    verified++;
    if (one.revokeAcknowledged) revoked++;
  }
  const registers = ledger.registers.filter(({ id }) => id !== undefined);
  const rows = registers.reduce((sum, register) => sum + register.rows, 0);
  for (const register of registers) await auditRegister(register, serviceUrl, token, licences);
  if (licences.size !== asked.length + rows || ids.size !== asked.length) {
    throw new Error(`${asked.length} and ${rows} rows acknowledged, but ${ids.size} ids, ${licences.size} licences`);
  }
  const { leaves, batches, distinct } = await anchoredOn(where);
  if (distinct !== batches) throw new Error(`${batches} batches anchored, ${distinct} of them distinct`);
  if (leaves !== asked.length + rows) {
    throw new Error(`${asked.length} and ${rows} rows acknowledged, but the chain holds ${leaves} leaves`);
  }
  const counts = { acknowledged: asked.length, issued: asked.length, verified, revoked };
  return { ...counts, registers: registers.length, rows, anchoredLeaves: leaves, batches };
}
