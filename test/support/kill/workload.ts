import { setTimeout as sleep } from 'node:timers/promises';
import { citizenNumber } from '../citizen-number.ts';
import { insist, tokenOf } from './insist.ts';
import { Ledger } from './ledger.ts';
import type { Asked, AskedRegister } from './ledger.ts';
import { below } from './random.ts';

export type Workload = { ledger: Ledger; finish(): Promise<void> };

export const DEPARTMENT = '1137050099990002XA';
const PEOPLE = 50;

const professionalTitle = (name: string, person: number) => ({
  subject: { idType: 'citizen-id', number: citizenNumber(person % PEOPLE) },
  claims: {
    name: `示例·断电${person % PEOPLE}`,
    speciality: '信息技术',
    title: '工程师',
    level: '中级',
    approvedOn: '2026-01-15',
    certificateNumber: name,
  },
});

/** Up to three chunks, so that a register breaks between two as well as in one. */
const MOST_ROWS = 1200;
const PAUSE_MS = { single: 300, register: 1500 };

/** How the n-th row of a register is known again. */
export const rowName = (register: AskedRegister, n: number): string => `${register.name}-${n}`;

const registerText = (register: AskedRegister): string => {
  const rows = Array.from({ length: register.rows }, (_, n) => professionalTitle(rowName(register, n), n));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
};

/**
 * Asks for certificates one after another on several lanes, revokes some, and hands registers over on one more lane, until told to
 * finish. Every request keeps its Idempotency-Key until it is acknowledged, and some are made once more after that.
 */
export function startWorkload(serviceUrl: string, options: { lanes: number; random: () => number }): Workload {
  const { lanes, random } = options;
  const ledger = new Ledger();
  const token = tokenOf(serviceUrl, DEPARTMENT);
  let finishing = false;
  let failed: Error | undefined;

  /** The id of what was acknowledged; a fifth of all clients lose the answer and ask once more. */
  async function idOf(url: string, request: Parameters<typeof insist>[1]): Promise<string> {
    const { id } = await insist(url, request, token);
    if (random() > 0.2) return id;
    const again = await insist(url, request, token);
    if (again.id !== id) throw new RangeError(`${request.key} was ${id}, and when asked again ${again.id}`);
    return id;
  }

  async function serve(asked: Asked): Promise<void> {
    asked.id = await idOf(`${serviceUrl}/v1/certificates`, asked);
    await sleep(random() * PAUSE_MS.single);
    if (!asked.revoke) return;
    const body = JSON.stringify({ action: 'revoke', reason: 'issued-in-error' });
    await insist(
      `${serviceUrl}/v1/certificates/${asked.id}/status-changes`,
      { key: `${asked.key}-revoke`, body },
      token,
    );
    asked.revokeAcknowledged = true;
  }

  async function serveRegister(asked: AskedRegister): Promise<void> {
    const request = { key: asked.key, body: registerText(asked), contentType: 'application/x-ndjson' };
    asked.id = await idOf(`${serviceUrl}/v1/issue-batches?type=professional-title`, request);
    await sleep(random() * PAUSE_MS.register);
  }

  const lane = async (work: () => Promise<void>): Promise<void> => {
    while (!finishing && failed === undefined) await work();
  };
  const single = () =>
    serve(ledger.ask((name) => ({ type: 'professional-title', ...professionalTitle(name, ledger.asked.length) })));
  const register = () => serveRegister(ledger.askRegister(1 + below(random, MOST_ROWS)));
  const running = [...Array.from({ length: lanes }, () => single), register].map((work) =>
    lane(work).catch((error: unknown) => (failed ??= error as Error)),
  );
  return {
    ledger,
    async finish() {
      finishing = true;
      await Promise.all(running);
      if (failed !== undefined) throw failed;
    },
  };
}
