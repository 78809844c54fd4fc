import { setTimeout as sleep } from 'node:timers/promises';
import { anchorsOf } from './chain-blocks.ts';
import { tokenOf } from './insist.ts';
import type { Asked, AskedRegister, Ledger } from './ledger.ts';
import { placeOf } from './place.ts';
import { below } from './random.ts';
import { DEPARTMENT, rowName } from './workload.ts';

export type Audit = {
  /** Single certificates: acknowledged, and of these issued, as all are. */
  acknowledged: number;
  issued: number;
  /** Certificates that the service gave the right verdict on: every single one, and a sample of registers' rows. */
  verified: number;
  revoked: number;
  /** Registers, and their rows: each issued once. */
  registers: number;
  rows: number;
  /** Certificates that the chain's batches hold in all, and the batches. */
  anchoredLeaves: number;
  batches: number;
};

type Where = { serviceUrl: string; rpcUrl: string; data: string; id: string; random: () => number };
type State = { state: string; licence: string; certificate: string; statusChangePending: boolean };
type Result = { row: number; state: string; id: string; licence: string; certificate: string };

const PATIENCE_MS = 120_000;
const ANSWER_MS = 15_000;
/** Rows of a register whose certificates are verified, besides the first and the last. */
const SAMPLE = 3;

/** Asked again when nothing came in time: these are readings, and a machine under this load may stand still for a minute. */
async function json<T>(url: string, init?: RequestInit): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), ...init });
      if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'TimeoutError') || attempt === 5) throw error;
    }
  }
}

/** What every certificate has for itself: its id, its licence, its leaf on chain. */
class Certificates {
  readonly ids = new Set<string>();
  readonly licences = new Set<string>();
  readonly leaves = new Set<string>();
  readonly anchors = new Set<string>();

  /** @throws when the certificate is of another name, or shares something with one added before */
  add(name: string, { id, licence, certificate }: { id: string; licence: string; certificate: string }): void {
    const place = placeOf(certificate, name);
    const leaf = `${place.anchor} ${place.index}`;
    for (const [set, value] of [
      [this.ids, id],
      [this.licences, licence],
      [this.leaves, leaf],
    ] as const) {
      if (set.has(value)) throw new Error(`${name} shares ${value} with another certificate`);
      set.add(value);
    }
    this.anchors.add(place.anchor);
  }
}

/**
 * Compares the region with the harness's own list: every acknowledged certificate and row is issued once, as what was asked
 * for, and verifies; every acknowledged revocation is proven; and the chain's batches hold exactly these certificates.
 *
 * @throws with the first difference
 */
export async function audit(ledger: Ledger, where: Where): Promise<Audit> {
  const { serviceUrl } = where;
  const headers = { authorization: `Bearer ${await tokenOf(serviceUrl, DEPARTMENT)()}` };
  const certificates = new Certificates();
  let verified = 0;

  async function verify(name: string, artefact: string, revoked = false): Promise<void> {
    const body = JSON.stringify({ artefact });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const answer = await json<{ verdict: string; codes: string[] }>(`${serviceUrl}/v1/verifications`, init);
    const right = revoked
      ? answer.verdict === 'invalid' && answer.codes[0] === 'status.revoked'
      : answer.verdict === 'valid';
    if (!right) throw new Error(`${name}${revoked ? ', revoked' : ''}: ${answer.verdict} ${answer.codes.join(' ')}`);
    verified++;
  }

  /** Waits until a certificate has reached the end of its pipeline. */
  async function settled({ name, id }: Asked & { id: string }): Promise<State> {
    const until = Date.now() + PATIENCE_MS;
    for (let polls = 1; ; polls++) {
      const isLate = Date.now() > until; // asked once more after it: the machine may have slept
      const state = await json<State>(`${serviceUrl}/v1/certificates/${id}`, { headers });
      if (state.state === 'issued' && !state.statusChangePending) return state;
      if (isLate) throw new Error(`${name} ${id}, asked ${polls} times, is still ${JSON.stringify(state)}`);
      await sleep(100);
    }
  }

  async function auditRegister(asked: AskedRegister & { id: string }): Promise<void> {
    const path = `${serviceUrl}/v1/issue-batches/${asked.id}`;
    const signal = AbortSignal.timeout(2 * PATIENCE_MS);
    await (await fetch(`${path}/progress`, { headers, signal })).text();
    const text = await (await fetch(`${path}/results?certificates=true`, { headers })).text();
    const lines = text.trim().split('\n');
    const results = lines.map((line) => JSON.parse(line) as Result);
    const other = results.find(({ state }, n) => state !== 'issued' || results[n]?.row !== n + 1);
    if (results.length !== asked.rows || other !== undefined) {
      throw new Error(`${asked.name}: ${results.length} of ${asked.rows} rows, one is ${JSON.stringify(other)}`);
    }
    for (const result of results) certificates.add(rowName(asked, result.row - 1), result);
    const sample = Array.from({ length: SAMPLE }, () => results[below(where.random, results.length)]);
    for (const { row, certificate } of [results[0], ...sample, results.at(-1)] as Result[]) {
      await verify(rowName(asked, row - 1), certificate);
    }
  }

  const asked = ledger.acknowledged;
  for (const one of asked) {
    const state = await settled(one);
    certificates.add(one.name, { ...state, id: one.id });
    await verify(one.name, state.certificate, one.revokeAcknowledged);
  }
  const registers = ledger.acknowledgedRegisters;
  for (const register of registers) await auditRegister(register);

  const anchors = await anchorsOf(where);
  const distinct = new Map(anchors.map(({ id, size }) => [id, size]));
  if (distinct.size !== anchors.length) throw new Error(`${anchors.length} anchors, ${distinct.size} of them distinct`);
  const strange = [...certificates.anchors].find((id) => !distinct.has(id));
  if (strange !== undefined) throw new Error(`certificates name the anchor ${strange}, which the chain does not have`);
  const leaves = anchors.reduce((sum, { size }) => sum + size, 0);
  if (leaves !== certificates.leaves.size) {
    throw new Error(`the chain holds ${leaves} leaves for ${certificates.leaves.size} certificates`);
  }
  return {
    ...{ acknowledged: asked.length, issued: asked.length, verified },
    revoked: asked.filter(({ revokeAcknowledged }) => revokeAcknowledged).length,
    registers: registers.length,
    rows: registers.reduce((sum, register) => sum + register.rows, 0),
    ...{ anchoredLeaves: leaves, batches: anchors.length },
  };
}
