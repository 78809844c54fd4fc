import { setTimeout as sleep } from 'node:timers/promises';
import { citizenNumber } from '../citizen-number.ts';
import { Ledger } from './ledger.ts';
import type { Asked } from './ledger.ts';

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

/** Posts until the service has acknowledged, however often it dies meanwhile; a refusal ends the run. */
async function insist(url: string, key: string, body: string, token: () => Promise<string>): Promise<{ id: string }> {
  for (;;) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await token()}`,
          'idempotency-key': key,
        },
        body,
        signal: AbortSignal.timeout(15_000),
      });
      const answer = (await response.json()) as { id: string; code?: string };
      if (response.ok) return answer;
      if (response.status < 500 && response.status !== 429) {
        throw new RangeError(`${url} refused ${key}: ${response.status} ${JSON.stringify(answer)}`);
      }
    } catch (error) {
      if (error instanceof RangeError) throw error;
    }
    await sleep(100);
  }
}

/**
 * Asks for certificates one after another on several lanes, and revokes some, until told to finish. Every request keeps
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

  const running = Array.from({ length: lanes }, async () => {
    while (!finishing) await serve(ledger.ask(professionalTitle));
  });
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
