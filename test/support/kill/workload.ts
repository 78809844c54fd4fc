import { setTimeout as sleep } from 'node:timers/promises';
import { citizenNumber } from '../citizen-number.ts';
import { Ledger } from './ledger.ts';
import type { Asked, AskedRegister } from './ledger.ts';

export type Workload = { ledger: Ledger; finish(): Promise<void> };

const DEPARTMENT = '1137050099990002XA';

const professionalTitle = (serial: number): Record<string, unknown> => {
  const number = citizenNumber(serial % 50);
  return {
    type: 'professional-title',
    subject: { idType: 'citizen-id', number },
    claims: {
      name: `示例·断电${serial % 50}`,
      speciality: '信息技术',
      title: '工程师',
      level: '中级',
      approvedOn: '2026-01-15',
      certificateNumber: `KILL-${serial}`,
    },
  };
};

/** More than a chunk, so that a register can break between two. */
const REGISTER_ROWS = 600;

const registerRow = (register: number, n: number): Record<string, unknown> => {
  const { subject, claims } = professionalTitle(n % 50) as { subject: unknown; claims: Record<string, unknown> };
  return { subject, claims: { ...claims, certificateNumber: `KILL-R${register}-${n}` } };
};

/** Refusals that pass: another request of ours that broke is not yet forgotten. */
const PASSING = new Set(['register.busy', 'upload.broken']);

/** Posts until the service has acknowledged, however often it dies meanwhile; a refusal ends the run. */
async function insist(
  url: string,
  key: string,
  body: string,
  token: () => Promise<string>,
  contentType = 'application/json',
): Promise<{ id: string }> {
  for (;;) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': contentType,
          authorization: `Bearer ${await token()}`,
          'idempotency-key': key,
        },
        body,
        signal: AbortSignal.timeout(15_000),
      });
      const answer = (await response.json()) as { id: string; code?: string };
      if (response.ok) return answer;
      const passing = response.status >= 500 || response.status === 429 || PASSING.has(answer.code ?? '');
      if (!passing) {
        throw new RangeError(`${url} refused ${key}: ${response.status} ${JSON.stringify(answer)}`);
      }
    } catch (error) {
      if (error instanceof RangeError) throw error;
    }
    await sleep(100);
  }
}

/**
 * Asks for certificates one after another on several lanes, revokes some, and hands registers over on one more lane, until told to
 * finish. Every request keeps
 * its Idempotency-Key until it is acknowledged.
 */
export function startWorkload(serviceUrl: string, lanes: number): Workload {
  const ledger = new Ledger();
  let finishing = false;
  let token: Promise<string> | undefined;

  const takeToken = async (): Promise<string> => {
    const response = await fetch(`${serviceUrl}/v1/development/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'department', department: DEPARTMENT }),
      signal: AbortSignal.timeout(5000),
    });
    if (!response.ok) throw new Error(`no token: ${response.status}`);
    return ((await response.json()) as { token: string }).token;
  };
  const currentToken = (): Promise<string> => {
    token ??= takeToken().catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return token;
  };

  async function serve(asked: Asked): Promise<void> {
    asked.id = (await insist(`${serviceUrl}/v1/certificates`, asked.key, asked.body, currentToken)).id;
    if (!asked.revoke) return;
    const change = JSON.stringify({ action: 'revoke', reason: 'issued-in-error' });
    const url = `${serviceUrl}/v1/certificates/${asked.id}/status-changes`;
    await insist(url, `${asked.key}-revoke`, change, currentToken);
    asked.revokeAcknowledged = true;
  }

  async function serveRegister(asked: AskedRegister): Promise<void> {
    const url = `${serviceUrl}/v1/issue-batches?type=professional-title`;
    asked.id = (await insist(url, asked.key, asked.body, currentToken, 'application/x-ndjson')).id;
  }

  const running = Array.from({ length: lanes }, async () => {
    while (!finishing) await serve(ledger.ask(professionalTitle));
  });
  running.push(
    (async () => {
      while (!finishing) await serveRegister(ledger.askRegister(REGISTER_ROWS, registerRow));
    })(),
  );
  const all = Promise.all(running);
  all.catch(() => undefined); // heard in finish()
  return {
    ledger,
    async finish() {
      finishing = true;
      await all;
    },
  };
}
