import type { EvidenceBundle, P256Jwk, Plan } from '../../service/verify/index.ts';
import type {
  Catalogue,
  Chains,
  Citizen,
  Holdings,
  IssuedInstance,
  PresentationSlot,
  PresentedCiphertext,
  Reason,
  Token,
  TrustedPoints,
} from './answers.ts';
import { call, callJson } from './http.ts';

type Signal = AbortSignal | undefined;

/** The endpoints the pages use (docs/api.md has them all). Errors are those of `call`. */
export const client = {
  trustedPoints: (signal?: Signal) => callJson<TrustedPoints>('GET', '/v1/trusted-point', { signal }),
  catalogue: (signal?: Signal) => callJson<Catalogue>('GET', '/v1/types', { signal }),
  reasons: (signal?: Signal) => callJson<{ reasons: Reason[] }>('GET', '/v1/reasons', { signal }),
  chains: (signal?: Signal) => callJson<Chains>('GET', '/v1/chains', { signal }),
  openApi: (signal?: Signal) => callJson<unknown>('GET', '/openapi.json', { signal }),

  /** Names of the example files that this deployment offers; none is no error. */
  examples: (signal?: Signal) => callJson<{ examples: string[] }>('GET', '/examples', { signal }),
  example: async (name: string, signal?: Signal) =>
    (await call('GET', `/examples/${encodeURIComponent(name)}`, { signal })).text(),

  /** Chain evidence for the plan's slots. Only slots travel: the service never sees what is being verified. */
  evidence: (plan: Plan, signal?: Signal) =>
    callJson<EvidenceBundle>('POST', '/v1/evidence', {
      body: { chain: plan.chain, slots: plan.slots, minimumBlock: plan.minimumBlock },
      signal,
    }),

  /** Takes a presentation out of its slot: works once, within its 60 seconds. */
  takePresentation: (id: string, signal?: Signal) =>
    callJson<PresentedCiphertext>('GET', `/v1/presentations/${encodeURIComponent(id)}`, { signal }),
  openPresentation: (token: string, audience: string) =>
    callJson<PresentationSlot>('POST', '/v1/presentations', { token, body: { audience } }),
  fillPresentation: async (token: string, id: string, ciphertext: string) => {
    await call('PUT', `/v1/presentations/${encodeURIComponent(id)}`, { token, body: { ciphertext } });
  },

  developmentCitizens: (signal?: Signal) =>
    callJson<{ citizens: Citizen[] }>('GET', '/v1/development/citizens', { signal }),
  citizenToken: (person: string) =>
    callJson<Token>('POST', '/v1/development/tokens', { body: { role: 'citizen', person } }),
  holdings: (token: string, signal?: Signal) => callJson<Holdings>('GET', '/v1/holdings', { token, signal }),

  /** A further instance bound to the holder's key; without `certificate` it is still being issued: ask again with the same key. */
  requestInstance: (token: string, id: string, body: { jwk: P256Jwk; proof: string }, idempotencyKey: string) =>
    callJson<Partial<IssuedInstance>>('POST', `/v1/certificates/${encodeURIComponent(id)}/instances`, {
      token,
      body,
      idempotencyKey,
    }),
};
