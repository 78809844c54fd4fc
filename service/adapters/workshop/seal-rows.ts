import { hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { committedRow, licenceOf, saltBytes } from '../../domain/bulk/committed-row.ts';
import { createPacker, encodePacked, itemOf, textOf } from '../../domain/bulk/packed.ts';
import { createPayloadJoiner, partedPayload } from '../../domain/bulk/payload-parts.ts';
import type { PayloadParts } from '../../domain/bulk/payload-parts.ts';
import { rowId, rowIdTail } from '../../domain/bulk/row-id.ts';
import type { ClaimValue } from '../../domain/claims.ts';
import { uuidv4Bytes } from '../../domain/uuid.ts';
import { PERSON_BYTES, SEED_BYTES } from '../../ports/person-vault.ts';
import { KNOWN_PERSON, NEW_PERSON } from '../../ports/workshop.ts';
import type { SealedRows, SealTask } from '../../ports/workshop.ts';
import { CERTIFICATE_LEAF_PREFIX } from '../../proof/certificate.ts';
import { hashingInto } from '../../proof/merkle-tree.ts';
import { pooledRandom } from '../crypto/pooled-random.ts';
import { nodeSha256 } from '../crypto/primitives.ts';
import { SEAL_BYTES, sealBytes } from '../vault/seal.ts';
import { personKeyOf } from '../vault/vault-keys.ts';
import type { VaultKeys } from '../vault/vault-keys.ts';

const TAIL_BYTES = 8;
const LEAF_BYTES = 32;
/** Bytes of a payload beside its claims, about. */
const PAYLOAD_BYTES = 1200;
/** Bytes of a row's salts in base64url, about. */
const SALTS_BYTES = 256;

const digestText = (ascii: string): string => hash('sha256', ascii, 'base64url');

type Person = { id: Uint8Array; key: KeyObject };

/** The people of a task's rows one after another; the seeds of new ones are put into `seeds`. */
function createPeople(keys: VaultKeys, { persons, known }: SealTask, seeds: Uint8Array[]): (row: number) => Person {
  const met: Person[] = [];
  let nextKnown = 0;
  const personOf = (id: Uint8Array, seed: Uint8Array): Person => ({ id, key: personKeyOf(keys, id, seed) });
  const newPerson = (): Person => {
    const seed = pooledRandom(SEED_BYTES);
    seeds.push(seed);
    return personOf(uuidv4Bytes(pooledRandom(PERSON_BYTES)), seed);
  };
  const knownPerson = (): Person => {
    const start = nextKnown;
    nextKnown += PERSON_BYTES + SEED_BYTES;
    return personOf(known.subarray(start, start + PERSON_BYTES), known.subarray(start + PERSON_BYTES, nextKnown));
  };
  return (row) => {
    const given = persons[row] as number;
    const person = given === NEW_PERSON ? newPerson() : given === KNOWN_PERSON ? knownPerson() : (met[given] as Person);
    met.push(person);
    return person;
  };
}

/** `[claims, salts]` in JSON: what is kept of a row. */
function keptOf(claims: Uint8Array, salts: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(claims.length + Math.ceil((salts.length * 4) / 3) + 5);
  kept[0] = 0x5b;
  kept.set(claims, 1);
  const length = 1 + claims.length + kept.write(`,"${salts.toString('base64url')}"]`, 1 + claims.length, 'latin1');
  return kept.subarray(0, length);
}

/** See `Workshop.seal`. */
export function sealRows(keys: VaultKeys, task: SealTask): SealedRows {
  const { base, department, type, x5tS256, acceptedAt, time, serialFrom, claims: texts } = task;
  const count = task.persons.length;
  const ids = new Uint8Array(count * TAIL_BYTES);
  const leaves = new Uint8Array(count * LEAF_BYTES);
  const putLeaf = hashingInto(nodeSha256, leaves);
  const persons = new Uint8Array(count * PERSON_BYTES);
  const seeds: Uint8Array[] = [];
  const personOf = createPeople(keys, task, seeds);
  const leafInput = createPayloadJoiner(CERTIFICATE_LEAF_PREFIX);
  const sealed = createPacker(count, texts.bytes.length + count * (SALTS_BYTES + SEAL_BYTES));
  const payloads = createPacker(3 * count, texts.bytes.length + count * PAYLOAD_BYTES);
  for (let row = 0; row < count; row++) {
    const person = personOf(row);
    persons.set(person.id, row * PERSON_BYTES);
    const at = task.chosen?.[row] ?? row;
    const claims = JSON.parse(textOf(texts, at)) as Record<string, ClaimValue>;
    const salts = pooledRandom(saltBytes(type, claims));
    const content = {
      ...{ department, acceptedAt, claims },
      licence: licenceOf(type, department, acceptedAt, serialFrom + row),
      validFrom: task.validFrom[row] as number,
      validUntil: task.validUntil[row] as number | null,
    };
    const { payload } = committedRow(nodeSha256, base, type, content, { salts, x5tS256, digestText });
    const parts = partedPayload(payload).map((part) => payloads.addText(part)) as PayloadParts<Uint8Array>;
    putLeaf(leafInput(parts), row * LEAF_BYTES);
    const tail = rowIdTail(pooledRandom(TAIL_BYTES));
    ids.set(tail, row * TAIL_BYTES);
    sealed.addBytes(sealBytes(person.key, `row/${rowId(time, row, tail)}`, keptOf(itemOf(texts, at), salts)));
  }
  return {
    ...{ ids, persons, leaves },
    seeds: Buffer.concat(seeds),
    sealed: encodePacked(sealed.packed()),
    payloads: payloads.packed(),
  };
}
