import { keccak_256 } from '@noble/hashes/sha3.js';
import { decodeBase64url, encodeBase64url, NotBase64url } from '../../proof/base64url.ts';
import { bytesToHex, concatBytes } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { ProofInvalid } from '../../proof/proof-invalid.ts';
import { AccountAbsent } from '../../proof/state-proof.ts';
import { readCanonicalObject } from '../artefact/strict-json.ts';
import { proveOfflineStatement } from '../evidence/offline-statement.ts';
import { EvidenceFault, proveHeader } from '../evidence/prove-header.ts';
import type { EvidenceBundle, EvidenceUnavailable, Plan, TrustedPoint } from '../types.ts';
import { OfflineBundleUnusable } from './offline-bundle.ts';
import type { OfflineBundle } from './offline-bundle.ts';
import { proofsFromNodes } from './proofs-from-nodes.ts';
import type { NodeOf } from './proofs-from-nodes.ts';

/** A bundle that was found sound. Times in Unix seconds; after `asOf + maxAgeSeconds` it decides nothing any more. */
export type OpenBundle = {
  readonly chain: string;
  readonly height: number;
  readonly blockHash: Hex;
  readonly asOf: number;
  /** As the region signed it; a policy may allow less. */
  readonly maxAgeSeconds: number;
  /** Evidence for one verification under a policy for offline use; the engine judges it, its age above all. */
  evidence(plan: Plan): EvidenceBundle | EvidenceUnavailable;
};

const MEMBERS = new Set(['v', 'kind', 'chain', 'scheme', 'header', 'votes', 'statement', 'nodes']);
/** Some two hundred thousand nodes. */
const MAX_TEXT = 134_217_728;

const malformed = (what: string): never => {
  throw new OfflineBundleUnusable('bundle.malformed', what);
};

/** One text for one bundle, so that no byte of it can change unnoticed. */
function parse(text: string): OfflineBundle {
  if (text.length > MAX_TEXT) malformed('too long');
  const value = readCanonicalObject(text.trim()) ?? malformed('not canonical JSON (RFC 8785): is it whole?');
  if (value['v'] !== 1 || value['kind'] !== 'offline-bundle') malformed('no offline bundle of this version');
  for (const name of Object.keys(value)) if (!MEMBERS.has(name)) malformed(`${name} is unknown`);
  return value as unknown as OfflineBundle;
}

function decode(nodes: unknown): Uint8Array[] {
  if (!Array.isArray(nodes)) return malformed('nodes are no list');
  let before = '';
  return nodes.map((text: unknown) => {
    if (typeof text !== 'string' || text <= before) return malformed('nodes are not in order');
    before = text;
    try {
      return decodeBase64url(text);
    } catch (error) {
      if (error instanceof NotBase64url) return malformed('a node is not base64url');
      throw error;
    }
  });
}

function byHash(nodes: readonly Uint8Array[]): NodeOf {
  const known = new Map(nodes.map((node) => [bytesToHex(keccak_256(node)), node]));
  return (hash) => known.get(bytesToHex(hash));
}

async function open(primitives: Primitives, bundle: OfflineBundle, trustedPoint: TrustedPoint): Promise<OpenBundle> {
  const { chain, scheme, header, votes, statement } = bundle;
  const nodes = decode(bundle.nodes);
  const evidence = { v: 1, chain, scheme, header, ...(votes && { votes }), offline: statement, asOf: 0 } as const;
  const proven = await proveHeader(primitives, { ...evidence, accounts: [] }, trustedPoint);
  const { maxAgeSeconds, nodesSha256 } = await proveOfflineStatement(primitives, statement, trustedPoint, proven);
  if (encodeBase64url(primitives.sha256(concatBytes(...nodes))) !== nodesSha256) {
    throw new OfflineBundleUnusable('bundle.unproven', 'the nodes are not those that the region signed');
  }
  const nodeOf = byHash(nodes);
  const { number: height, hash, stateRoot, statementTime: asOf } = proven;
  const missing = (detail: string): EvidenceUnavailable => ({ unavailable: 'chain.notInBundle', detail });
  return {
    ...{ chain, height, blockHash: bytesToHex(hash), asOf, maxAgeSeconds },
    evidence(plan) {
      if (plan.chain !== chain) return missing(`a bundle of ${chain}`);
      if (plan.minimumBlock > height) return missing(`made at block ${height}, before block ${plan.minimumBlock}`);
      if (plan.statusHistory !== undefined) return missing('a bundle holds no past changes of status');
      try {
        const accounts = proofsFromNodes(stateRoot, plan.slots, nodeOf);
        return accounts === undefined ? missing('its batch is not in the bundle') : { ...evidence, accounts, asOf };
      } catch (error) {
        // Under this root there are no such contracts.
        if (error instanceof ProofInvalid || error instanceof AccountAbsent) return missing(error.message);
        throw error;
      }
    },
  };
}

/**
 * Reads an offline bundle and checks all of it but its age: the quorum behind the header, the region's statement, every
 * byte of its nodes.
 *
 * @param input.trustedPoints of the regions known here
 * @throws OfflineBundleUnusable
 */
export async function openOfflineBundle(input: {
  primitives: Primitives;
  text: string;
  trustedPoints: readonly TrustedPoint[];
}): Promise<OpenBundle> {
  const bundle = parse(input.text);
  const trustedPoint = input.trustedPoints.find(({ caip2 }) => caip2 === bundle.chain);
  if (trustedPoint === undefined) {
    throw new OfflineBundleUnusable('bundle.unknownRegion', `no trusted point for ${String(bundle.chain)}`);
  }
  try {
    return await open(input.primitives, bundle, trustedPoint);
  } catch (error) {
    if (!(error instanceof EvidenceFault)) throw error;
    throw new OfflineBundleUnusable('bundle.unproven', error.message, { cause: error });
  }
}
