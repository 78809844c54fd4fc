import type { Hex } from '../../proof/bytes.ts';
import type { ParsedCertificate } from './parse-certificate.ts';

/** A certificate chain whose signatures and constraints hold, or why they do not. Nothing about trust or time. */
export type ParsedChain =
  | {
      readonly ok: true;
      readonly leaf: ParsedCertificate;
      readonly certificates: readonly ParsedCertificate[];
      /** SHA-256 of the signing certificate: the key's name in the AuthorityRegistry, and its slot there. */
      readonly thumbprint: Uint8Array;
      /** The same in base64url. */
      readonly x5tS256: string;
      readonly keySlot: Hex;
      readonly rootX5tS256: string;
    }
  | { readonly ok: false; readonly rootX5tS256: string | undefined; readonly fault: string };

/** Chains by the encoded text of the header that holds them, which is a part of an artefact's as in `HeaderCache`. */
export type ChainCache = {
  get(headerText: string): ParsedChain | undefined;
  set(headerText: string, chain: ParsedChain): void;
};
