import { createSecretKey, hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { committedRow, joinedPayload, licenceOf, partedPayload, saltBytes } from '../../domain/bulk/committed-row.ts';
import type { ClaimValue } from '../../domain/claims.ts';
import { rowId, rowIdTail } from '../../domain/bulk/row-id.ts';
import { uuidv4 } from '../../domain/uuid.ts';
import { certificateLeafOf } from '../../proof/certificate.ts';
import type { SealedRows, SealTask } from '../../ports/workshop.ts';
import { pooledRandom } from '../crypto/pooled-random.ts';
import { nodeSha256 } from '../crypto/primitives.ts';
import { openBytes, sealBytes } from '../vault/seal.ts';
import type { VaultKeys } from '../vault/vault-keys.ts';
import { wrapContext } from '../vault/vault-keys.ts';

const digestText = (ascii: string): string => hash('sha256', ascii, 'base64url');

type Person = { person: string; key: KeyObject; wrapped: string | null };

function newPerson(keys: VaultKeys): Person {
  const person = uuidv4(pooledRandom(16));
  const key = pooledRandom(32);
  return { person, key: createSecretKey(key), wrapped: sealBytes(keys.master, wrapContext(person), key) };
}

/** See `Workshop.seal`. */
export function sealRows(keys: VaultKeys, task: SealTask): SealedRows {
  const { base, department, type, x5tS256, acceptedAt, time, serialFrom } = task;
  const count = task.claims.length;
  const tails = new Uint8Array(count * 8);
  const leaves = new Uint8Array(count * 32);
  const people: Person[] = [];
  const sealed: string[] = [];
  const payloads: SealedRows['payloads'] = [];
  for (let row = 0; row < count; row++) {
    const given = task.persons[row];
    const known = typeof given === 'number' ? (people[given] as Person) : undefined;
    const person =
      known !== undefined
        ? { ...known, wrapped: null }
        : typeof given === 'object' && given !== null
          ? {
              person: given.person,
              key: createSecretKey(openBytes(keys.master, wrapContext(given.person), given.wrapped)),
              wrapped: null,
            }
          : newPerson(keys);
    people.push(person);
    const text = task.claims[row] as string;
    const claims = JSON.parse(text) as Record<string, ClaimValue>;
    const salts = pooledRandom(saltBytes(type, claims));
    const content = {
      ...{ department, acceptedAt, claims },
      licence: licenceOf(type, department, acceptedAt, serialFrom + row),
      validFrom: task.validFrom[row] as number,
      validUntil: task.validUntil[row] as number | null,
    };
    const { payload } = committedRow(nodeSha256, base, type, content, { salts, x5tS256, digestText });
    const parts = partedPayload(payload);
    leaves.set(certificateLeafOf(nodeSha256, joinedPayload(parts)), row * 32);
    payloads.push(parts);
    const tail = rowIdTail(pooledRandom(8));
    tails.set(tail, row * 8);
    const plain = Buffer.from(`[${text},"${salts.toString('base64url')}"]`, 'utf8');
    sealed.push(sealBytes(person.key, `row/${rowId(time, row, tail)}`, plain));
  }
  return {
    ids: tails,
    persons: people.map(({ person }) => person),
    wrapped: people.map(({ wrapped }) => wrapped),
    leaves,
    sealed,
    payloads,
  };
}
