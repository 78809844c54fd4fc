import { checkRow } from '../../domain/bulk/check-row.ts';
import { createPacker } from '../../domain/bulk/packed.ts';
import { readRow } from '../../domain/bulk/read-row.ts';
import type { CheckedRows, CheckTask, PackedRows } from '../../ports/workshop.ts';
import { identityDigest, keyedDigest } from '../vault/vault-keys.ts';
import type { VaultKeys } from '../vault/vault-keys.ts';

const KEY_BYTES = 16;
const LOOKUP_BYTES = 32;

function* unpacked({ bytes, ends, faults }: PackedRows) {
  const fault = new Map(faults);
  let start = 0;
  for (let row = 0; row < ends.length; row++) {
    const end = ends[row] as number;
    const wrong = fault.get(row);
    yield { bytes: bytes.subarray(start, end), ...(wrong !== undefined && { fault: wrong }) };
    start = end;
  }
}

/** See `Workshop.check`. */
export function checkRows(keys: VaultKeys, task: CheckTask): CheckedRows {
  const { department, type, columns, now, rows } = task;
  const count = rows.ends.length;
  const lookups = new Uint8Array(count * LOOKUP_BYTES);
  const naturalKeys = new Uint8Array(count * KEY_BYTES);
  const contents = new Uint8Array(count * KEY_BYTES);
  const good = { rows: [] as number[], validFrom: [] as number[], validUntil: [] as (number | null)[] };
  // About as long as the rows they are taken from.
  const claimTexts = createPacker(count, rows.bytes.length);
  const bad: CheckedRows['bad'] = [];
  const scope = `${department} ${type.code} `;
  let row = -1;
  for (const raw of unpacked(rows)) {
    row += 1;
    const read = readRow(raw, type, columns);
    const checked = 'errors' in read ? read : checkRow(type, read.request, now);
    if ('errors' in checked || 'errors' in read) {
      bad.push({ row, errors: 'errors' in checked ? checked.errors : [] });
      continue;
    }
    const { identity, claims, validFrom, validUntil } = checked.good;
    const { request } = read;
    const at = good.rows.length;
    const text = JSON.stringify(claims);
    const { idType, number } = identity;
    const before = JSON.stringify([idType, number, request.validFrom ?? null, request.validUntil ?? null]);
    const contentDigest = keyedDigest(keys, 'row-content', scope, before, claimTexts.addText(text)).subarray(
      0,
      KEY_BYTES,
    );
    const naturalKey = request.key === undefined ? contentDigest : keyedDigest(keys, 'row-key', scope, request.key);
    good.rows.push(row);
    good.validFrom.push(validFrom);
    good.validUntil.push(validUntil);
    lookups.set(identityDigest(keys, identity), at * LOOKUP_BYTES);
    naturalKeys.set(naturalKey.subarray(0, KEY_BYTES), at * KEY_BYTES);
    contents.set(contentDigest, at * KEY_BYTES);
  }
  return {
    digest: keyedDigest(keys, 'rows', rows.bytes).toString('base64url'),
    bad,
    good: { ...good, claims: claimTexts.packed(), lookups, keys: naturalKeys, contents },
  };
}
