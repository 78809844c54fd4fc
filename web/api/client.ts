import type { EvidenceBundle, P256Jwk, Plan, TrustedPoint } from '../../service/verify/index.ts';
import { call, callJson } from './http.ts';

type Signal = { signal?: AbortSignal };
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

  /** Chain evidence for the plan's slots; unproven. Only slots travel: the service never sees what is being verified. */
  async evidence({ chain, slots, minimumBlock }: Plan, options?: Signal): Promise<EvidenceBundle> {
    const body = { chain, slots, minimumBlock };
    return (await callJson('post', '/v1/evidence', { ...options, body })) as EvidenceBundle;
  },

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
