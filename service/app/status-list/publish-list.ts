import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { issuerUri } from '../../domain/region-data.ts';
import type { Region } from '../../domain/region-data.ts';
import { LIST_BITS, LIST_ENTRIES, packStatuses, statusListUri } from '../../domain/status-list.ts';
import type { StatusListName } from '../../domain/status-list.ts';
import type { Signers } from '../../ports/signer.ts';
import type { Store } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';
import { encodeBase64url } from '../../proof/base64url.ts';
import { utf8 } from '../../proof/bytes.ts';
import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import { groupOf } from '../issuing/deps.ts';
import { signingCertificate } from '../issuing/signing-certificate.ts';
import { proveStatuses } from './prove-statuses.ts';
import type { StatusProofDeps } from './prove-statuses.ts';
import { listIndexKey } from './rows.ts';
import type { ListedRow, ListIndexRow } from './rows.ts';

export type StatusListDeps = StatusProofDeps & {
  store: Store;
  region: Pick<Region, 'base' | 'departments' | 'certificateTypes'>;
  signers: Signers;
  sha256: Sha256;
};

/** A signed list; times in Unix seconds. `usableUntil` is `iat` + `ttl`: afterwards it says nothing any more. */
export type PublishedList = { token: string; builtAt: number; usableUntil: number };

/** No certificate names such a list. */
export class StatusListUnknown extends Error {
  override readonly name = 'StatusListUnknown';
  readonly code = 'status.listUnknown';
}

const deflated = promisify(deflate);
const encodeJson = (value: JsonValue): string => encodeBase64url(utf8(canonicalJson(value)));

async function rowsOf(deps: StatusListDeps, group: Uint8Array, range: number): Promise<ListedRow[]> {
  const [first, end] = [range * LIST_ENTRIES, (range + 1) * LIST_ENTRIES];
  const prefix = [tables.listedStatuses, group] as const;
  const rows: ListedRow[] = [];
  for await (const [, row] of deps.store.range<ListedRow>(prefix, { from: [...prefix, first] })) {
    if (row.listIndex >= end) break;
    rows.push(row);
  }
  return rows;
}

/**
 * Makes and signs a list (Token Status List section 5.1) of what the chain says by proof now. `iat` is the time at which
 * the validators stood for that; `ttl` is the maximum age of chain evidence, so that a list never counts for longer; at
 * twice that it expires for those who do not look at `ttl`.
 *
 * @throws StatusListUnknown
 * @throws ChainUnreachable, SignerUnavailable, StoreConflict, StoreUnavailable: try again
 * @throws SignerRefused
 */
export async function publishList(deps: StatusListDeps, name: StatusListName): Promise<PublishedList> {
  const { department, vct, range } = name;
  const group = groupOf(deps, department, vct);
  const allocated = await deps.store.get<ListIndexRow>(listIndexKey(group));
  if (allocated === undefined || allocated.reserved <= range * LIST_ENTRIES) {
    throw new StatusListUnknown('no certificate names such a list');
  }
  const builtAt = deps.clock.now();
  const { rows, statementTime } = await proveStatuses(deps, group, await rowsOf(deps, group, range));
  const bytes = packStatuses(rows.map(({ listIndex, status }) => [listIndex - range * LIST_ENTRIES, status]));
  const { signer, chain } = await signingCertificate(deps, department);
  const ttl = deps.trustedPoint.maxAgeSeconds;
  const x5c = chain.map((der) => btoa(String.fromCharCode(...der)));
  const payload = {
    iss: issuerUri(deps.region.base, department),
    sub: statusListUri(deps.region.base, name),
    iat: statementTime,
    exp: statementTime + 2 * ttl,
    ttl,
    status_list: { bits: LIST_BITS, lst: encodeBase64url(new Uint8Array(await deflated(bytes, { level: 9 }))) },
  };
  const input = `${encodeJson({ alg: 'ES256', typ: 'statuslist+jwt', x5c })}.${encodeJson(payload)}`;
  const signature = await signer.signEs256(utf8(input));
  return { token: `${input}.${encodeBase64url(signature)}`, builtAt, usableUntil: statementTime + ttl };
}
