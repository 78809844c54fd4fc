import { X509Certificate } from 'node:crypto';
import { decodeJwt, importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import type { HolderDemand } from '../../../service/verify/index.ts';
import { NOW } from '../engine/region.ts';
import { peerSdJwtVc } from './sd-jwt-vc.ts';

/** What a verifier of another make is handed: as much of what our engine gets as it has a use for. */
export type PeerInput = {
  text: string;
  holder: HolderDemand | undefined;
  /** DER of the root that the region's issuers come under. */
  root: Uint8Array;
  /** The token that a status reference leads to. */
  statusList: string;
};

export type Peer = {
  name: string;
  /** The reason codes whose subject it deals with at all. */
  scope: RegExp;
  /** Why it does not accept; undefined when it accepts. */
  refusal(input: PeerInput): Promise<string | undefined>;
};

/** Leeway for clocks, as the engine has it. */
const SKEW_SECONDS = 30;

const reasonOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

const leadsTo = (root: Uint8Array, chain: readonly X509Certificate[]): boolean =>
  Buffer.compare(chain.at(-1)!.raw, root) === 0 && chain.every((one, i) => one.verify((chain[i + 1] ?? one).publicKey));

/** Signature, times, disclosures, type of key binding, nonce, sd_hash, status in its list: all that it can be asked for. */
const sdJwtVc: Peer = {
  name: '@sd-jwt/sd-jwt-vc',
  scope: /./,
  refusal: ({ text, holder, root, statusList }) => {
    const verifier = peerSdJwtVc({
      trusts: (chain) => leadsTo(root, chain),
      statusListFetcher: () => Promise.resolve(statusList),
    });
    const demanded = holder === undefined ? {} : { keyBindingNonce: holder.nonce };
    return reasonOf(verifier.verify(text.trim(), { currentDate: NOW, skewSeconds: SKEW_SECONDS, ...demanded }));
  },
};

/** Both JWTs with every option that jose has for them; of disclosures it knows nothing. */
const jose: Peer = {
  name: 'jose',
  scope: /^(?:form|algorithm|typ|key|validity|holder)\./,
  refusal: ({ text, holder, root }) => {
    const accepts = async (): Promise<void> => {
      const parts = text.trim().split('~');
      const options = { algorithms: ['ES256'], currentDate: new Date(NOW * 1000), clockTolerance: SKEW_SECONDS };
      const issuer = ({ x5c = [] }: { x5c?: string[] }) => {
        const chain = x5c.map((one) => new X509Certificate(Buffer.from(one, 'base64')));
        if (chain[0] === undefined || !leadsTo(root, chain)) throw new Error('x5c does not lead to the root');
        return chain[0].publicKey;
      };
      await jwtVerify(parts[0]!, issuer, { ...options, typ: 'dc+sd-jwt' });
      if (holder === undefined) return;
      const { cnf } = decodeJwt<{ cnf: { jwk: JWK } }>(parts[0]!);
      await jwtVerify(parts.at(-1)!, await importJWK(cnf.jwk, 'ES256'), {
        ...{ ...options, typ: 'kb+jwt', audience: holder.audience, maxTokenAge: holder.maxAgeSeconds },
        requiredClaims: ['nonce', 'sd_hash'],
      });
    };
    return reasonOf(accepts());
  },
};

export const peers: readonly Peer[] = [sdJwtVc, jose];
