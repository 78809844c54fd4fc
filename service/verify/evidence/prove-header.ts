import { checkAttested } from '../../proof/attested.ts';
import { bytesToHex } from '../../proof/bytes.ts';
import type { Hex } from '../../proof/bytes.ts';
import { decodeHeader, NotHeader } from '../../proof/header.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { checkQbft } from '../../proof/qbft.ts';
import { isObject } from '../artefact/strict-json.ts';
import type { EvidenceBundle, TrustedPoint } from '../types.ts';

/** A block header that a quorum of the trusted validators stands for; times in Unix seconds. */
export type ProvenHeader = {
  readonly number: number;
  readonly hash: Uint8Array;
  readonly hexHash: Hex;
  readonly stateRoot: Uint8Array;
  readonly timestamp: number;
  readonly statementTime: number;
  readonly quorum: number;
  readonly votes: number;
};

/** The evidence proves nothing; all causes are infrastructure, so undetermined. */
export class EvidenceFault extends Error {
  override readonly name = 'EvidenceFault';
  readonly code: 'chain.evidenceInvalid' | 'chain.evidenceIncomplete' | 'chain.noQuorum';

  constructor(code: EvidenceFault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const MEMBERS = new Set([
  'v',
  'chain',
  'scheme',
  'header',
  'votes',
  'seals',
  'accounts',
  'statusList',
  'statusHistory',
  'offline',
  'asOf',
]);
const LOWER_HEX = /^0x(?:[0-9a-f]{2})*$/;

const refuse = (what: string): never => {
  throw new EvidenceFault('chain.evidenceInvalid', what);
};

/** Lower-case hex of whole bytes: one text for one byte string, so that no byte of evidence can change unnoticed. */
export function isLowerHex(value: unknown): value is `0x${string}` {
  return typeof value === 'string' && LOWER_HEX.test(value);
}

/** The bundle comes from a liar until proven otherwise, so its shape is checked as its content is. */
function checkShape(bundle: EvidenceBundle, trustedPoint: TrustedPoint): void {
  if (!isObject(bundle)) refuse('evidence is no object');
  for (const name of Object.keys(bundle)) if (!MEMBERS.has(name)) refuse(`evidence.${name} is unknown`);
  if (bundle.v !== 1) refuse('evidence of another version');
  if (bundle.chain !== trustedPoint.caip2) refuse('evidence of another chain');
  if (bundle.scheme !== trustedPoint.scheme) refuse('evidence of another scheme');
  if (!isLowerHex(bundle.header)) refuse('header is not lower-case hex');
  if (!Array.isArray(bundle.accounts)) refuse('accounts are no list');
  if (!Number.isSafeInteger(bundle.asOf) || bundle.asOf < 0) refuse('asOf is no time');
}

/**
 * The header of the evidence, once a quorum of the trusted point's validators is shown to stand for it.
 *
 * @throws EvidenceFault
 */
export async function proveHeader(
  primitives: Primitives,
  bundle: EvidenceBundle,
  trustedPoint: TrustedPoint,
): Promise<ProvenHeader> {
  checkShape(bundle, trustedPoint);
  let header;
  try {
    header = decodeHeader(bundle.header);
  } catch (error) {
    if (error instanceof NotHeader) throw new EvidenceFault('chain.evidenceInvalid', error.message, { cause: error });
    throw error;
  }
  const { number, stateRoot, timestamp } = header;
  if (trustedPoint.scheme === 'qbft') {
    const result = checkQbft({ trustedPoint, header });
    if (!result.ok) throw new EvidenceFault('chain.noQuorum', `${result.code}: ${result.detail}`);
    const { hash, statementTime, quorum, seals } = result;
    return { number, hash, hexHash: bytesToHex(hash), stateRoot, timestamp, statementTime, quorum, votes: seals };
  }
  const result = await checkAttested(primitives, { trustedPoint, header, votes: bundle.votes ?? [] });
  if (!result.ok) throw new EvidenceFault('chain.noQuorum', `${result.code}: ${result.detail}`);
  const { statementTime, quorum, votes } = result;
  const { hash } = header;
  return { number, hash, hexHash: bytesToHex(hash), stateRoot, timestamp, statementTime, quorum, votes };
}
