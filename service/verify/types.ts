import type { Hex } from '../proof/bytes.ts';
import type { JsonObject, JsonValue } from '../proof/canonical-json.ts';

/** A P-256 public key as a JWK (RFC 7518 section 6.2.1). */
export type P256Jwk = { kty: 'EC'; crv: 'P-256'; x: string; y: string };

/** EIP-55 addresses of a region's contracts. */
export type Contracts = {
  council: Hex;
  accessManager: Hex;
  authorityRegistry: Hex;
  certificateAnchors: Hex;
  recordRegistry: Hex;
  useLedger: Hex;
  partnerRegistry: Hex;
};

/**
 * What a verifier must know of a region beforehand, and all it must believe (formats.md "trusted point").
 * `base` is the https URL under which the region's issuers, types and domains are named; `name` is for people.
 */
export type TrustedPoint = {
  caip2: string;
  name: { zh: string; en: string };
  base: string;
  genesisHash: Hex;
  contracts: Contracts;
  scheme: 'attested' | 'qbft';
  /** qbft: `key` is an address; attested: a public key. Heights are inclusive; without `toHeight` it is in force still. */
  validators: { key: P256Jwk | Hex; fromHeight: number; toHeight?: number }[];
  /** SHA-256 thumbprints (base64url) of the region's root certificates. */
  rootX5tS256: string[];
  maxAgeSeconds: number;
  trustPeriodSeconds: number;
  development: boolean;
};

/** A validator's vote for a block: kid is the RFC 7638 thumbprint, time in Unix seconds, sig base64url r ‖ s. */
export type Vote = { kid: string; time: number; sig: string };

/** One account of an EIP-1186 answer; quantities as 0x hex. */
export type AccountProof = {
  address: Hex;
  accountProof: Hex[];
  storageProof: { key: Hex; value: Hex; proof: Hex[] }[];
};

/** All chain evidence of one verdict, read at one block. `asOf`: Unix seconds at which it was fetched (informative). */
export type EvidenceBundle = {
  v: 1;
  chain: string;
  scheme: 'attested' | 'qbft';
  /** RLP of the block header. */
  header: Hex;
  votes?: Vote[];
  seals?: Hex[];
  accounts: AccountProof[];
  /** The Token Status List (`statuslist+jwt`) that the plan named, when one could be had. */
  statusList?: string;
  /** Changes of the batch's status, newest first, when the plan asked for them. */
  statusHistory?: StatusLink[];
  /** The region's statement that this header may be used without a network for longer (offline/, a compact JWS). */
  offline?: string;
  asOf: number;
};

/**
 * One change of a batch's status as the chain's event tells it (StatusChanged, StatusWordsChanged). `time` is the
 * block's, `previous` the status head before it (zero for the first); `changes` rows of index u32 and status u8, `words`
 * whole words of 128 leaves from `firstWord` on.
 */
export type StatusLink =
  | { kind: 'sparse'; time: number; previous: Hex; changes: Hex }
  | { kind: 'dense'; time: number; previous: Hex; firstWord: number; words: Hex };

/** A storage slot that a verdict depends on. */
export type SlotRef = { address: Hex; slot: Hex };

/**
 * What must be fetched, and from which chain, before `verify` can answer. Addresses and slots are lower-case hex, slots of
 * 32 bytes. Without slots nothing is to be fetched: the artefact is decided already (`chain` may then be empty).
 */
export type Plan = {
  chain: string;
  minimumBlock: number;
  slots: SlotRef[];
  /** The status list that the certificate names. Bringing it is optional: the chain decides, the list can only contradict. */
  statusList?: string;
  /** Whose changes of status are to be brought, because the verdict is asked for a day in the past. */
  statusHistory?: { contract: Hex; anchorId: Hex };
};

export type CheckName =
  | 'form'
  | 'algorithm'
  | 'typ'
  | 'disclosure'
  | 'issuer'
  | 'key'
  | 'authority'
  | 'anchor'
  | 'chain'
  | 'status'
  | 'validity'
  | 'holder'
  | 'schema'
  | 'policy'
  | 'record';

export type Outcome = 'passed' | 'failed' | 'undetermined' | 'notApplicable';

/** One check's result. `code` is `<check>.<lowerCamelCase>` of service/data/reasons.json; `asOf` says when its evidence was true. */
export type Check = {
  check: CheckName;
  outcome: Outcome;
  code: string;
  detail?: string;
  asOf?: number;
  evidence?: JsonObject;
};

/** A result that is no check of an artefact: of a receipt, say. */
export type Finding = Omit<Check, 'check'>;

export type VerdictWord = 'valid' | 'invalid' | 'undetermined';

/** Which checks a purpose requires, and how old evidence may be. */
export type Policy = {
  id: string;
  version: number;
  /** Required of a certificate. */
  required: CheckName[];
  /** Required of a record answer; a fixed list when absent. */
  requiredOfRecords?: CheckName[];
  /** Overrides the trusted point's maximum age when smaller. */
  maxAgeSeconds?: number;
  /** Evidence under the region's offline statement may be this old; without it such a statement counts for nothing. */
  offlineMaxAgeSeconds?: number;
  /** In production a development quorum proves nothing. */
  production: boolean;
};

/** What a verifier demands of a presentation: the KB-JWT's aud and nonce, and the window of its iat. */
export type HolderDemand = { audience: string; nonce: string; maxAgeSeconds: number };

/** Where the chain evidence came from and how old it is. */
export type EvidenceSummary = {
  chain: string;
  height: number;
  blockHash: Hex;
  blockTime: number;
  statementTime: number;
  ageSeconds: number;
  /** How old it may be, by policy and trusted point, or by policy and the region's offline statement. */
  maxAgeSeconds: number;
  /** It was fetched beforehand, under the region's offline statement, and the verdict is as of `statementTime`. */
  offline?: true;
  quorum: number;
  votes: number;
  development: boolean;
};

/**
 * The answer to one artefact. `codes` names the reasons, the deciding one first; of a valid artefact it is
 * `policy.satisfied`. `notices` are codes that a person should see though they do not decide.
 */
export type Verdict = {
  verdict: VerdictWord;
  codes: string[];
  checks: Check[];
  notices: string[];
  region?: string;
  evidence?: EvidenceSummary;
  /** What the holder disclosed: payload with disclosed claims in place; absent while nothing is proven about the form. */
  claims?: JsonObject;
  checkedAt: number;
  /** The verdict speaks of this time (Unix seconds), because it was asked for; otherwise of `checkedAt`. */
  asOf?: number;
};

/** One opened field of a record: base64url salt (16 bytes) and hashes of its inclusion proof. */
export type RecordAnswerField = { index: number; name: string; value: JsonValue; salt: string; proof: string[] };

/**
 * The issuing service's answer to a record query, an artefact of its own: it proves presence or absence under the root
 * that the chain holds for the domain. `epoch` is the commit the proof was made for; an answer that names it can be told
 * outdated from forged. Bytes are base64url; `subject.idType`: 1 citizen-id, 2 passport, 3 hkmt-permit, 4 taiwan-permit,
 * 5 foreign-permanent-resident.
 */
export type RecordAnswer = {
  v: 1;
  kind: 'record-answer';
  chain: string;
  domain: string;
  subject: { idType: number; number: string };
  vrf: { publicKey: P256Jwk; proof: string; epoch: number };
  epoch?: number;
  /** Prefix-tree proof, siblings bottom-up; `other` is the lone leaf that stands where the key's path ends. */
  map: {
    siblings: string[];
    found: { kind: 'leaf' } | { kind: 'empty' } | { kind: 'other'; key: string; hash: string };
  };
  /** The record, when present: what its leaf hash commits to, and the fields that are opened. */
  leaf?: {
    version: number;
    asOf: number;
    flags: number;
    previousLeaf: string;
    fieldRoot: string;
    schema: string;
    size: number;
    fields: RecordAnswerField[];
  };
};

/** What the chain says a record domain's root covers; times in Unix seconds. Absence is only said within it. */
export type Coverage = {
  from: number;
  through: number;
  vrfEpoch: number;
  count: number;
  closedAt: number;
  epoch: number;
};

/** No evidence could be had. The caller's network or bundle is at fault, or the issuing region; never the artefact. */
export type EvidenceUnavailable = {
  unavailable: 'chain.unreachable' | 'chain.behind' | 'chain.notInBundle';
  detail?: string;
  /** As in an `EvidenceBundle`: it does not come from the chain. */
  statusList?: string;
};

/** A certificate type's claims as far as the engine checks them; the shape of service/data/certificate-types.json. */
export type TypeSchema = {
  code: string;
  major: number;
  claims: Record<string, ClaimRule>;
};

/** `date` is YYYY-MM-DD, `month` YYYY-MM, both strings; lengths in code points; bounds inclusive. */
export type ClaimRule = {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'month';
  required: boolean;
  disclosable: boolean;
  maxLength?: number;
  enum?: string[];
  minimum?: number;
  maximum?: number;
};

/** A record domain's fields in the order of their indices; the shape of service/data/record-domains.json. */
export type DomainSchema = { code: string; schemaVersion: number; fields: Record<string, unknown> };
