import type { EvidenceBundle, P256Jwk, Plan, TrustedPoint } from '../../service/verify/index.ts';
import { call, callJson } from './http.ts';
import type { Body } from './http.ts';

type Signal = { signal?: AbortSignal };
type VerificationBody = Body<'post', '/v1/verifications'>;
/** Empty: all of them. */
type OfflineSelection = { chain: string; department: string; newest: string };

const given = (selection: OfflineSelection): Record<string, string> =>
  Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== ''));

/** The endpoints the pages use (`/api` shows them all). Errors are those of `call`. */
export const client = {
  async trustedPoints(options?: Signal): Promise<{ home: TrustedPoint; partners: TrustedPoint[] }> {
    const { trustedPoint, partners } = await callJson('get', '/v1/trusted-point', options);
    return { home: trustedPoint as TrustedPoint, partners: partners as TrustedPoint[] };
  },
  catalogue: (options?: Signal) => callJson('get', '/v1/types', options),
  reasons: (options?: Signal) => callJson('get', '/v1/reasons', options),
  chains: (options?: Signal) => callJson('get', '/v1/chains', options),
  openApi: (options?: Signal): Promise<unknown> => callJson('get', '/openapi.json', options),

  /** Names of the example files that this deployment offers; none is no error. */
  examples: (options?: Signal) => callJson('get', '/examples', options),
  example: async (name: string) => (await call('get', '/examples/{name}', { params: { name } })).text(),

  /**
   * Chain evidence for a plan; unproven. Slots and names of batches and lists travel: the service never sees what is being
   * verified. `fresh`: a status list from some seconds ago contradicted the chain.
   */
  async evidence(plan: Plan, options?: Signal & { fresh?: boolean }): Promise<EvidenceBundle> {
    const { fresh, ...signal } = options ?? {};
    const { chain, slots, ...rest } = plan;
    const body = { chain, slots, ...rest, ...(fresh === true ? { fresh: true as const } : {}) };
    return (await callJson('post', '/v1/evidence', { ...signal, body })) as EvidenceBundle;
  },

  /** What replaced a certificate, by the word of its region's service; null when it knows of none. */
  supersession: (chain: string, leaf: string, options?: Signal) =>
    callJson('get', '/v1/supersessions/{leaf}', { ...options, params: { leaf }, query: { chain } }),
  /** Verifies in the service, which signs a receipt. The artefact travels and is not kept there. */
  verifyForReceipt: (body: Omit<VerificationBody, 'receipt'>, token?: string) =>
    callJson('post', '/v1/verifications', {
      ...(token === undefined ? {} : { token }),
      body: { ...body, receipt: true },
    }),

  /** What an offline bundle of a chain would hold. Of a partner its own service is asked. */
  describeOfflineBundle: (selection: OfflineSelection, options?: Signal) =>
    callJson('get', '/v1/offline-bundles', { ...options, query: given(selection) }),
  /** The bundle's text; unproven until the engine opens it. */
  offlineBundle: async (selection: OfflineSelection) =>
    (await call('get', '/v1/offline-bundles/newest', { query: given(selection) })).text(),

  /** Takes a presentation out of its slot: works once, within its 60 seconds. */
  takePresentation: (id: string, options?: Signal) =>
    callJson('get', '/v1/presentations/{id}', { ...options, params: { id } }),
  openPresentation: (token: string, audience: string) =>
    callJson('post', '/v1/presentations', { token, body: { audience } }),
  async fillPresentation(token: string, id: string, ciphertext: string): Promise<void> {
    await call('put', '/v1/presentations/{id}', { token, params: { id }, body: { ciphertext } });
  },

  developmentCitizens: (options?: Signal) => callJson('get', '/v1/development/citizens', options),
  citizenToken: (person: string) => callJson('post', '/v1/development/tokens', { body: { role: 'citizen', person } }),
  holdings: (token: string, options?: Signal) => callJson('get', '/v1/holdings', { ...options, token }),

  /** A further instance bound to the holder's key; without `certificate` it is still being issued: ask again with the same key. */
  requestInstance: (token: string, id: string, body: { jwk: P256Jwk; proof: string }, idempotencyKey: string) =>
    callJson('post', '/v1/certificates/{id}/instances', { token, params: { id }, body, idempotencyKey }),
};
